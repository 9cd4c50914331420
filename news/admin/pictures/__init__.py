"""The library of pictures: found, described, uploaded, replaced, deleted; chosen from everywhere."""
