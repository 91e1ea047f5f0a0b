/* 回音：页面上的小脚本。没有它，每个表单照样能用。
   目录：1 小工具  2 表单（防重复、未保存提醒）  3 快捷键  4 对话框与快捷键表  5 输入（自动增高、字数）  6 显示与倒计时  7 清单的键盘 */
(function () {
  'use strict';

  /* ---- 1 小工具 ---- */
  var root = document.documentElement;
  root.classList.add('js');

  function all(sel, from) { return Array.prototype.slice.call((from || document).querySelectorAll(sel)); }
  function on(type, fn, opts) { document.addEventListener(type, fn, opts); }
  function el(tag, text) { var e = document.createElement(tag); if (text) e.textContent = text; return e; }
  function shown(e) { return !!(e.offsetWidth || e.offsetHeight || e.getClientRects().length) || (e.type === 'radio' && shown(e.parentNode)); }
  function typing(e) {
    if (!e || !e.tagName) return false;
    if (e.isContentEditable) return true;
    if (/^(TEXTAREA|SELECT)$/.test(e.tagName)) return true;
    return e.tagName === 'INPUT' && !/^(radio|checkbox|button|submit|reset|file)$/.test(e.type);
  }
  /* 输入法正在组词时，任何键都属于输入法 */
  function composing(ev) { return ev.isComposing || ev.keyCode === 229; }
  function openDialog() { var d = all('dialog[open]'); return d.length ? d[d.length - 1] : null; }

  /* ---- 2 表单 ---- */
  function release(form) {
    delete form.dataset.sent;
    all('[aria-busy=true]', form).forEach(function (b) { b.removeAttribute('aria-busy'); });
  }
  on('submit', function (ev) {
    var form = ev.target;
    if (form.hasAttribute('data-again')) return;
    if (form.dataset.sent) { ev.preventDefault(); ev.stopPropagation(); return; }
    if (ev.defaultPrevented && !form.matches('[hx-post],[hx-get]')) return;
    form.dataset.clean = '1';
    if ((form.getAttribute('method') || 'get').toLowerCase() !== 'post' && !form.hasAttribute('hx-post')) return;
    form.dataset.sent = '1';
    all('button:not([type=button]),input[type=submit]', form).forEach(function (b) { b.setAttribute('aria-busy', 'true'); });
  }, true);
  /* 从历史返回时页面可能原样恢复：放开表单，但幂等键不变，重复的一份由服务器认出 */
  window.addEventListener('pageshow', function (ev) { if (ev.persisted) all('form').forEach(release); });
  on('htmx:afterRequest', function (ev) { var f = ev.target.closest && ev.target.closest('form'); if (f) release(f); });

  on('input', function (ev) { var f = ev.target.form; if (f && f.hasAttribute('data-dirty')) f.dataset.touched = '1'; });
  on('draft:saved', function (ev) { var f = ev.target.closest && ev.target.closest('form'); if (f) delete f.dataset.touched; });
  window.addEventListener('beforeunload', function (ev) {
    var dirty = all('form[data-dirty]').some(function (f) { return f.dataset.touched && !f.dataset.clean; });
    if (dirty) { ev.preventDefault(); ev.returnValue = ''; }
  });

  /* 断网了就说断网了：页面还在，填的也还在，但什么也寄不出去 */
  function online() {
    var bar = document.getElementById('offline');
    if (navigator.onLine !== false) { if (bar) bar.remove(); return; }
    if (bar) return;
    bar = el('p', '网络断了。这一页和您填的内容都还在，连上网以后再提交；没有显示办成的，就是还没有办成。');
    bar.id = 'offline';
    bar.className = 'offline';
    bar.setAttribute('role', 'alert');
    document.body.insertBefore(bar, document.body.firstChild);
  }
  window.addEventListener('offline', online);
  window.addEventListener('online', online);
  online();

  /* 快速离开：不留在“后退”里；连按三次上档键也行 */
  var leave = document.querySelector('[data-leave]'), shifts = [];
  if (leave) {
    leave.addEventListener('click', function (ev) { ev.preventDefault(); location.replace(leave.href); });
    on('keydown', function (ev) {
      if (ev.key !== 'Shift') { shifts = []; return; }
      var now = Date.now();
      shifts = shifts.filter(function (t) { return now - t < 2000; });
      shifts.push(now);
      if (shifts.length >= 3) location.replace(leave.href);
    });
  }

  /* 主表单：当前对话框里的、光标所在的，否则页面上标了 data-primary 的 */
  function primary() {
    var box = openDialog();
    if (box) return box.querySelector('form[method=post]') || box.querySelector('form');
    var a = document.activeElement;
    if (a && a.form && a.form.querySelector('.btn-main')) return a.form;
    return document.querySelector('form[data-primary]');
  }
  function submit(form) {
    var b = form.querySelector('button.btn-main:not([disabled])') || form.querySelector('button:not([type=button]):not([disabled])');
    if (b) b.click(); else if (form.requestSubmit) form.requestSubmit();
  }

  /* ---- 3 快捷键 ---- */
  function nameOf(ev) {
    var k = ev.key;
    if (!k || k === 'Dead' || k === 'Process' || k === 'Unidentified') return '';
    /* Alt+字母在一些键盘布局下 key 会变样，改看物理键 */
    if (ev.altKey && /^Key[A-Z]$/.test(ev.code)) k = ev.code.slice(3);
    if (k.length === 1) k = k.toUpperCase();
    var s = '';
    if (ev.ctrlKey || ev.metaKey) s += 'Ctrl+';
    if (ev.altKey) s += 'Alt+';
    if (ev.shiftKey && k.length > 1) s += 'Shift+';
    return s + k;
  }
  function act(e) {
    if (e.matches('input[type=radio],input[type=checkbox]')) { e.click(); e.focus(); return; }
    if (e.matches('a,button,summary')) { e.click(); return; }
    e.focus();
    if (e.select && typing(e)) e.select();
  }
  function holder(key) {
    var box = openDialog();
    var hits = all('[data-key]', box || document).filter(function (e) { return e.dataset.key === key && !e.disabled && shown(e); });
    if (hits.length < 2) return hits[0];
    /* 同一组单选共用一个键时轮换，例如 Alt+B 轮换保密级别 */
    var cur = hits.findIndex(function (e) { return e.checked; });
    return hits[(cur + 1) % hits.length];
  }
  on('keydown', function (ev) {
    if (composing(ev) || ev.defaultPrevented || ev.repeat) return;
    var key = nameOf(ev);
    if (!key) return;
    if (key === 'Ctrl+Enter') {
      var f = primary();
      if (f) { ev.preventDefault(); submit(f); }
      return;
    }
    /* 单字符键只在输入框外生效，且可以关掉（WCAG 2.1.4） */
    if (key.length === 1) {
      if (typing(ev.target) || root.dataset.singleKeys === 'off') return;
      if (key === '?') { ev.preventDefault(); keySheet(); return; }
      if (key === '/') {
        var s = document.querySelector('[data-search]');
        if (s) { ev.preventDefault(); acted = true; s.focus(); if (s.select) s.select(); }
        return;
      }
    }
    var e = holder(key);
    if (e) { ev.preventDefault(); acted = key.length === 1; act(e); }
  });
  /* 有的输入环境（远程桌面、软键盘）不管按下的键已经用掉，另送一个字符：焦点已在输入框里，那一个字符不能落进去 */
  var acted = false;
  on('keypress', function (ev) { if (acted) { acted = false; ev.preventDefault(); } }, true);
  on('keyup', function () { acted = false; }, true);

  /* ---- 4 对话框与快捷键表 ---- */
  function show(d) { if (d.showModal) { if (!d.open) d.showModal(); } else d.setAttribute('open', ''); }
  function hide(d) { if (d.close) d.close(); else d.removeAttribute('open'); }
  on('click', function (ev) {
    var t = ev.target.closest('[data-open],[data-close],[data-copy],[data-print]');
    if (!t) return;
    if (t.hasAttribute('data-print')) { window.print(); return; }
    if (t.hasAttribute('data-open')) {
      var d = document.getElementById(t.dataset.open);
      if (d) { ev.preventDefault(); show(d); }
    } else if (t.hasAttribute('data-close')) {
      var box = t.closest('dialog');
      if (box) { ev.preventDefault(); hide(box); }
    } else {
      ev.preventDefault();
      copy(t);
    }
  });
  function copy(t) {
    var said = t.textContent;
    function done() { t.textContent = '已复制'; setTimeout(function () { t.textContent = said; }, 2000); }
    function old() {
      var a = el('textarea'); a.value = t.dataset.copy; a.className = 'sr'; t.parentNode.appendChild(a); a.select();
      if (document.execCommand('copy')) done();
      a.remove(); t.focus();
    }
    if (navigator.clipboard) navigator.clipboard.writeText(t.dataset.copy).then(done, old); else old();
  }
  function keySheet() {
    var d = document.getElementById('key-sheet');
    if (!d) return;
    var list = d.querySelector('dl'), seen = {};
    all('[data-live]', list).forEach(function (e) { e.remove(); });
    all('dt', list).forEach(function (e) { seen[e.textContent] = 1; });
    all('[data-key]').forEach(function (e) {
      var k = e.dataset.key;
      if (seen[k] || !shown(e)) return;
      seen[k] = 1;
      var dt = el('dt'), dd = el('dd', e.dataset.keyName || label(e));
      dt.appendChild(el('kbd', k)); dt.dataset.live = dd.dataset.live = '1';
      list.appendChild(dt); list.appendChild(dd);
    });
    show(d);
  }
  function label(e) {
    var n = (e.labels && e.labels[0]) || e, c = n.cloneNode(true);
    all('kbd,em,svg', c).forEach(function (k) { k.remove(); });
    return c.textContent.trim() || e.getAttribute('aria-label') || e.title || '';
  }

  /* ---- 5 输入 ---- */
  function grow(t) { t.style.height = 'auto'; t.style.height = (t.scrollHeight + t.offsetHeight - t.clientHeight) + 'px'; }
  function tally(t) {
    var out = document.getElementById(t.id + '-tally');
    if (!out) return;
    var n = Array.from(t.value).length, max = +t.dataset.max || 0;
    out.textContent = n + (max ? ' / ' + max : '') + ' 字';
    out.classList.toggle('red', max > 0 && n > max);
  }
  function dress(from) {
    all('textarea[data-autosize]', from).forEach(grow);
    all('textarea[data-max]', from).forEach(tally);
    all('[data-all]', from).forEach(function (c) {
      c.addEventListener('change', function () {
        all('input[type=checkbox][name="' + c.dataset.all + '"]', c.closest('form,table')).forEach(function (b) { if (!b.disabled) b.checked = c.checked; });
        picked(c.dataset.all);
      });
    });
    all('[data-seconds]', from).forEach(tick);
    fitting();
    var sum = (from === document ? document : from).querySelector('.errsum');
    if (sum) sum.focus();
  }
  /* data-when="way:dispatch direct"：只有选了这几种时才用得着的项目，选了别的就收起来；没有脚本时全部列出 */
  function fitting() {
    all('[data-when]').forEach(function (e) {
      var rule = e.dataset.when.split(':'), box = e.closest('.field') || e.closest('fieldset') || e.closest('label');
      var now = e.form && e.form.querySelector('[name="' + rule[0] + '"]:checked');
      if (box) box.hidden = !now || rule[1].split(' ').indexOf(now.value) < 0;
    });
  }
  on('change', function (ev) { if (ev.target.type === 'radio') fitting(); });
  function picked(name) {
    var n = all('input[type=checkbox][name="' + name + '"]:checked').length;
    all('[data-picked="' + name + '"]').forEach(function (e) { e.textContent = n; });
  }
  on('input', function (ev) {
    var t = ev.target;
    if (t.matches('textarea[data-autosize]')) grow(t);
    if (t.matches('textarea[data-max]')) tally(t);
    if (t.type === 'checkbox' && t.name) picked(t.name);
    /* 常用语：点一下，填进 data-fill 指的输入框 */
    if (t.dataset && t.dataset.fill) {
      var into = document.getElementById(t.dataset.fill);
      if (into) { into.value = t.value; into.dispatchEvent(new Event('input', { bubbles: true })); }
      /* 连带的一栏（答复依据）：空着才填，已写的不动 */
      var too = t.dataset.with && document.getElementById(t.dataset.with);
      if (too && !too.value.trim()) { too.value = t.dataset.withValue; too.dispatchEvent(new Event('input', { bubbles: true })); }
    }
    /* 改过的字段不再显示旧的错误底色；文字留着，便于对照 */
    var bad = t.closest && t.closest('.bad');
    if (bad) bad.classList.remove('bad');
  });
  on('click', function (ev) {
    var a = ev.target.closest('.errsum a[href^="#"]');
    if (!a) return;
    var f = document.getElementById(a.getAttribute('href').slice(1));
    if (f) { ev.preventDefault(); f.focus(); f.scrollIntoView({ block: 'center' }); }
  });
  on('change', function (ev) { if (ev.target.matches('select[data-go]') && ev.target.form) ev.target.form.submit(); });

  /* 结果之间用上下键走；从搜索框按下键进入结果 */
  on('keydown', function (ev) {
    if (composing(ev) || ev.defaultPrevented || ev.altKey || ev.ctrlKey || ev.metaKey) return;
    var step = ev.key === 'ArrowDown' ? 1 : ev.key === 'ArrowUp' ? -1 : 0;
    if (!step) return;
    var hits = all('[data-arrows] [data-arrow]'), at = hits.indexOf(document.activeElement);
    if (!hits.length || (at < 0 && (step < 0 || (typing(ev.target) && !ev.target.matches('[data-search]'))))) return;
    ev.preventDefault();
    if (at === 0 && step < 0) { var s = document.querySelector('main [data-search]'); if (s) s.focus(); return; }
    var next = hits[at + step];
    if (next) { next.focus(); next.scrollIntoView({ block: 'nearest' }); }
  });

  /* ---- 6 显示与倒计时 ---- */
  /* data-seconds：显示的号码到时重新遮住（data-mask），可撤回的提示到时消失 */
  function tick(box) {
    if (box.dataset.ticking) return;
    box.dataset.ticking = '1';
    var end = performance.now() + box.dataset.seconds * 1000, out = box.querySelector('[data-left]');
    (function step() {
      if (!box.isConnected) return;
      var left = Math.ceil((end - performance.now()) / 1000);
      if (left <= 0) { expire(box); return; }
      if (out) out.textContent = left >= 60 ? Math.floor(left / 60) + ' 分 ' + ('0' + left % 60).slice(-2) + ' 秒' : left + ' 秒';
      setTimeout(step, 250);
    })();
  }
  function expire(box) {
    /* data-reload：到时这一步生效，换成新的页面；正在填写别的表单时不动 */
    if (box.dataset.reload !== undefined) {
      setTimeout(function () { if (!all('form[data-dirty]').some(function (f) { return f.dataset.touched; })) location.replace(location.pathname); }, 1500);
      return;
    }
    if (box.dataset.mask !== undefined) { box.textContent = box.dataset.mask; box.className = 'no'; root.classList.remove('revealing'); } else box.remove();
  }
  /* 离开页面即遮住，返回时不留在缓存页里 */
  window.addEventListener('pagehide', function () { all('[data-seconds][data-mask]').forEach(expire); });

  /* ---- 7 清单的键盘：J K 或上下键移动，Enter 打开，X 选中 ---- */
  function lines() { return all('main tr[id^=row-]').filter(shown); }
  function walk(step) {
    var rows = lines(), now = rows.findIndex(function (r) { return r.contains(document.activeElement); });
    if (now < 0) now = rows.findIndex(function (r) { return r.classList.contains('here'); });
    var to = rows[now < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(now + step, 0), rows.length - 1)];
    if (!to) return false;
    rows.forEach(function (r) { r.classList.toggle('here', r === to); });
    var a = to.querySelector('a');
    if (a) { a.focus({ preventScroll: true }); to.scrollIntoView({ block: 'nearest' }); }
    return true;
  }
  on('keydown', function (ev) {
    if (composing(ev) || ev.defaultPrevented || openDialog() || ev.ctrlKey || ev.altKey || ev.metaKey || typing(ev.target)) return;
    var arrow = ev.key === 'ArrowDown' || ev.key === 'ArrowUp', letter = /^[jkx]$/i.test(ev.key) && root.dataset.singleKeys !== 'off';
    if (!arrow && !letter || !lines().length) return;
    if (arrow && ev.target.matches('summary,input,select')) return;
    var row = ev.target.closest && ev.target.closest('tr[id^=row-]');
    if (/^x$/i.test(ev.key)) {
      var box = row && row.querySelector('input[type=checkbox]');
      if (box && !ev.repeat) { ev.preventDefault(); box.checked = !box.checked; picked(box.name); }
      return;
    }
    /* 上下键在没有走进清单时仍用来滚动页面 */
    if (arrow && !row) return;
    if (walk(/^(j|ArrowDown)$/i.test(ev.key) ? 1 : -1)) ev.preventDefault();
  });

  on('htmx:load', function (ev) { dress(ev.target); });
  if (document.readyState === 'loading') on('DOMContentLoaded', function () { dress(document); }); else dress(document);

  /* ---- 菜单 ---- 菜单自己滚动，当前的一行要看得见 */
  var side = document.querySelector('.side'), here = side && side.querySelector('[aria-current]');
  if (here && here.offsetTop + here.offsetHeight > side.clientHeight) side.scrollTop = here.offsetTop - side.clientHeight / 2;

  /* ---- 消息数 ---- 只有看得见的页面连着服务器：浏览器对一个地址同时只给六条连接 */
  var bell = document.querySelector('[data-unread]');
  if (bell && bell.dataset.unread && window.EventSource) {
    var badge = bell.querySelector('.dot-n'), line = null;
    var listen = function () {
      if (document.hidden) { if (line) { line.close(); line = null; } return; }
      if (line) return;
      line = new EventSource(bell.dataset.unread);
      line.addEventListener('unread', function (ev) {
        var n = ev.data.trim();
        badge.textContent = n;
        badge.hidden = n === '0';
        badge.setAttribute('aria-label', '未读消息' + n + '条');
      });
    };
    on('visibilitychange', listen);
    window.addEventListener('pagehide', function () { if (line) { line.close(); line = null; } });
    listen();
  }
})();
