"""Old addresses: remembered once, never taken from the thing they lead to."""

import pytest

from news.models import Address
from news.models.address import PATH_LENGTH
from news.publishing.names.addresses import remember_address
from tests.factories import CategoryFactory, PostFactory

pytestmark = pytest.mark.django_db


def test_remembering_twice_is_remembering_once():
    post = PostFactory()
    assert remember_address("/old/", post)
    assert remember_address("/old/", post)
    assert Address.objects.get().post == post


def test_an_address_leads_to_the_thing_that_stood_there_last():
    first, second = PostFactory(), CategoryFactory()
    remember_address("/old/", first)
    assert remember_address("/old/", second)
    assert Address.objects.get().target == second


def test_an_address_that_is_gone_can_lead_somewhere_again():
    Address.objects.create(path="/old/")
    category = CategoryFactory()
    assert remember_address("/old/", category)
    assert Address.objects.get().category == category


def test_a_path_that_does_not_fit_is_not_cut_into_another_one():
    assert not remember_address("/" + "x" * PATH_LENGTH, PostFactory())
    assert not Address.objects.exists()
