// Signing in again, in another tab, changes the CSRF token: a form that is open already is sent with the cookie's.
document.addEventListener('formdata', ({ formData }) => {
  const token = /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  if (token && formData.has('csrfmiddlewaretoken')) formData.set('csrfmiddlewaretoken', token);
});
