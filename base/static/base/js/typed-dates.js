// Leaves a typed date to the form: by default the calendar replaces one that it cannot read with the present moment,
// so that a page planned for “2026-12-20 09:00” would go out at once.
jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
