// A multiple select whose order counts: what is chosen last stands last. select2 itself keeps the order of the list.
'use strict';

document.addEventListener('DOMContentLoaded', () => {
  const $ = django.jQuery;
  $(document).on('select2:select', 'select[data-ordered]', function (event) {
    const chosen = [...this.options].find((option) => option.value === String(event.params.data.id));
    if (chosen) {
      this.append(chosen);
      $(this).trigger('change');
    }
  });
});
