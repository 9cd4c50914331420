// Names for controls that Django and select2 leave unnamed.
'use strict';

document.addEventListener('DOMContentLoaded', () => {
  const nameOf = (field) => {
    const row = field.closest('.form-row, .field-box') || field.parentElement;
    const label = row && row.querySelector('label, legend, .datetime-label');
    return label ? label.textContent.trim().replace(/[:：]$/, '') : '';
  };
  const name = (field) => {
    if (!field.labels?.length && !field.hasAttribute('aria-label')) {
      const text = nameOf(field);
      if (text) {
        field.setAttribute('aria-label', text);
      }
    }
  };
  const NAMELESS = [
    '.select2-search__field',
    '.select2-selection[role="combobox"]',
    '.select2-selection__rendered[role="textbox"]',
    '.vDateField',
    '.vTimeField',
    'input[type="file"]',
  ].join(', ');
  const nameAll = () => document.querySelectorAll(NAMELESS).forEach(name);
  nameAll();
  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
});
