/* 签批表单 form[data-steady]：网络断了不丢、不重、不谎报。
   同一张表单的幂等键不变，重发多少次都只算一次；没有收到服务器的回答之前，页面只说“待上传”，不说“已签”。 */
(function () {
  'use strict';
  var wait = [2, 4, 8, 15, 30], pending = null;
  function say(form, text) {
    var p = form.querySelector('.steady');
    if (!p) return;
    p.textContent = text;
    p.hidden = !text;
  }
  function take(html, url) {
    var doc = new DOMParser().parseFromString(html, 'text/html'), now = document.querySelector('main'), next = doc.querySelector('main');
    if (!next) { location.assign(url); return; }
    Array.prototype.forEach.call(document.querySelectorAll('.toast'), function (t) { t.remove(); });
    now.replaceWith(next);
    Array.prototype.forEach.call(doc.querySelectorAll('.toast'), function (t) { document.body.appendChild(t); });
    document.title = doc.title;
    history.replaceState(null, '', url);
    next.dispatchEvent(new CustomEvent('htmx:load', { bubbles: true }));
    window.scrollTo(0, 0);
  }
  function send(job) {
    clearTimeout(job.timer);
    if (job.flying || pending !== job) return;
    job.flying = true;
    var stop = new AbortController(), cut = setTimeout(function () { stop.abort(); }, 20000);
    fetch(job.url, { method: 'POST', body: job.body, credentials: 'same-origin', signal: stop.signal }).then(function (r) {
      if (r.status >= 500 || r.status === 408 || r.status === 429) throw new Error('later');
      return r.text().then(function (html) {
        pending = null;
        /* 读完了才算数：读到一半断开，仍按没有收到处理 */
        take(html, r.redirected ? r.url : job.page);
      });
    }).catch(function () {
      var s = wait[Math.min(job.tries, wait.length - 1)];
      job.tries++;
      job.timer = setTimeout(function () { send(job); }, s * 1000);
      say(job.form, '待上传：网络不通，还没有收到结果，这一件不能算已签。请不要关闭本页，联网后自动重发，只签一次。');
    }).then(function () { clearTimeout(cut); job.flying = false; });
  }
  document.addEventListener('submit', function (ev) {
    var form = ev.target;
    if (!form.matches || !form.matches('form[data-steady]')) return;
    ev.preventDefault();
    if (pending) return;
    pending = { form: form, url: form.action, page: location.href, body: new URLSearchParams(new FormData(form)), tries: 0 };
    say(form, '正在上传…');
    send(pending);
  });
  window.addEventListener('online', function () { if (pending) send(pending); });
  window.addEventListener('beforeunload', function (ev) { if (pending && pending.tries > 0) { ev.preventDefault(); ev.returnValue = ''; } });
})();
