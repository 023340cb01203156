// Keeps the list of what is still open on the phone and lets the offline form be opened without a connection.
const words = document.getElementById('viec-cua-truong');
try { localStorage.setItem('viec-cua-truong', words.textContent); } catch { /* a phone that keeps nothing */ }
navigator.serviceWorker?.register('/sw.js', { scope: '/' }).catch(() => {});
// What was just sent from the phone changes the list.
document.addEventListener('outbox-sent', () => setTimeout(() => location.reload(), 1500));
