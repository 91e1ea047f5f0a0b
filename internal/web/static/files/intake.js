/* 登记单的小脚本：草稿、右栏、拼音检索、快捷键。没有它，登记单仍是一张普通表单。
   目录：1 小工具  2 草稿  3 右栏  4 拼音检索  5 处置方式  6 知识库  7 快捷键与回车 */
(function () {
  'use strict';
  var form = document.getElementById('intake');
  if (!form) return;

  /* ---- 1 小工具 ---- */
  function id(x) { return document.getElementById(x); }
  function all(sel, from) { return Array.prototype.slice.call((from || document).querySelectorAll(sel)); }
  function field(name) { return form.elements[name]; }
  function composing(ev) { return ev.isComposing || ev.keyCode === 229; }
  function radio(name, value) {
    var r = form.querySelector('input[name="' + name + '"][value="' + value + '"]');
    if (r) { r.checked = true; r.dispatchEvent(new Event('change', { bubbles: true })); }
    return r;
  }
  function way() { var r = form.querySelector('input[name=way]:checked'); return r ? r.value : ''; }
  function set(el, v) { if (!el) return; el.value = v; el.dispatchEvent(new Event('change', { bubbles: true })); }
  function body() {
    var out = new URLSearchParams();
    new FormData(form).forEach(function (v, k) { if (typeof v === 'string') out.append(k, v); });
    return out;
  }
  function send(path, data) {
    return fetch(path, { method: 'POST', body: data, headers: { 'HX-Request': 'true' }, credentials: 'same-origin' });
  }

  /* ---- 2 草稿：停手 0.8 秒、连续打字每 2 秒、离开输入框时存到服务器 ---- */
  var saved = id('saved'), dirty = false, saving = null, first = 0, timer = 0, sent = false, down = false, asked = false;
  var unsent = '线路断了，没有提交。请不要关这页，存上后再提交';
  function say(words, bad) { saved.textContent = words; saved.className = bad ? 'red' : ''; }
  function touch() {
    if (sent) return;
    var now = Date.now();
    if (!dirty) { dirty = true; first = now; }
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(800, first + 2000 - now)));
  }
  function save() {
    clearTimeout(timer);
    if (sent || !dirty) return saving || Promise.resolve();
    if (saving) return saving.then(save);
    dirty = false;
    saving = send('/intake/draft', body()).then(function (r) {
      if (r.headers.get('HX-Redirect')) throw new Error('登录已过期，请在新窗口登录；这页上的内容不会丢');
      if (r.status === 404) { say('这张登记单已经提交', true); sent = true; return null; }
      if (!r.ok) { var e = new Error('草稿没有存上，正在重试'); e.away = r.status > 501; throw e; }
      return r.text();
    }).then(function (t) {
      saving = null; down = asked = false;
      if (t === null) return;
      saved.className = ''; saved.innerHTML = t;
      var s = saved.querySelector('[data-key-now]');
      if (s) { field('_key').value = s.dataset.keyNow; field('rev').value = s.dataset.rev; }
      if (!dirty) form.dispatchEvent(new Event('draft:saved', { bubbles: true }));
    }).catch(function (e) {
      var cut = e.message.indexOf('etch') >= 0;
      saving = null; dirty = true; first = Date.now(); down = cut || !!e.away;
      say(down && asked ? unsent : cut ? '线路断了，草稿没有存上，正在重试' : e.message, true);
      timer = setTimeout(save, 2000);
    });
    return saving;
  }
  form.addEventListener('input', touch);
  form.addEventListener('change', touch);
  form.addEventListener('focusout', function () { if (dirty) save(); });
  /* 线路断着或服务器不在时提交，浏览器会离开这页，没存上的字就没了：先留在这页，存上了再提交。别的原因没存上的（登录过期等）照常提交 */
  window.addEventListener('submit', function (ev) {
    if (ev.target !== form || !down) return;
    ev.preventDefault(); ev.stopImmediatePropagation();
    asked = true;
    say(unsent, true);
  }, true);
  form.addEventListener('submit', function () { setTimeout(function () { sent = true; clearTimeout(timer); }, 0); });
  window.addEventListener('pagehide', function () { if (dirty && !sent && navigator.sendBeacon) navigator.sendBeacon('/intake/draft', body()); });
  window.addEventListener('pageshow', function (ev) { if (ev.persisted) sent = false; });

  /* ---- 3 右栏：随打随新 ---- */
  var side = id('side'), turn = 0, sideTimer = 0, fresh = 0, wantsAgain = false, wantsMerge = false, unitTouched = !!field('unit').value;
  function later(ms) { clearTimeout(sideTimer); sideTimer = setTimeout(refresh, ms); turn++; }
  function refresh() {
    clearTimeout(sideTimer);
    var mine = ++turn;
    send('/intake/side', body()).then(function (r) { return r.ok && !r.headers.get('HX-Redirect') ? r.text() : null; }).then(function (t) {
      if (mine !== turn) return;
      if (t === null || side.contains(document.activeElement)) { wantsAgain = wantsMerge = false; return; }
      side.innerHTML = t;
      all('template[data-put]', side).forEach(function (x) {
        var to = id(x.dataset.put);
        if (x.dataset.put === 'kb-hits' && kb.value) return;
        if (to) { to.innerHTML = ''; to.appendChild(x.content.cloneNode(true)); }
      });
      var f = id('facts');
      if (!unitTouched && f && f.dataset.unit) field('unit').value = f.dataset.unit;
      fresh = mine;
      mark();
      if (wantsAgain) { wantsAgain = false; sameMatter(); }
      if (wantsMerge) { wantsMerge = false; sameEvent(); }
    }).catch(function () { wantsAgain = wantsMerge = false; });
  }
  form.addEventListener('input', function () { later(350); });
  form.addEventListener('change', function (ev) { if (ev.target.name === 'unit') unitTouched = true; later(60); });

  /* ---- 4 拼音检索：首字母、全拼、汉字、代码；上次用过的在前；上下键和回车 ---- */
  function spells(q, syl) {
    var open = [0];
    for (var i = 0; i < syl.length && open.length; i++) {
      var next = [];
      for (var j = 0; j < open.length; j++) {
        for (var n = 1; n <= syl[i].length && open[j] + n <= q.length && q[open[j] + n - 1] === syl[i][n - 1]; n++) {
          if (open[j] + n === q.length) return true;
          next.push(open[j] + n);
        }
      }
      open = next;
    }
    return false;
  }
  function score(o, q) {
    var label = o.textContent.trim().toLowerCase(), code = o.value.toLowerCase(), bare = code.replace(/-/g, '');
    if (!q) return o.dataset.rank ? 1000 - o.dataset.rank : 1;
    if (bare.indexOf(q.replace(/-/g, '')) === 0) return 900;
    if (label.indexOf(q) >= 0) return 800;
    if (!/^[a-z]+$/.test(q)) return 0;
    if (o.dataset.own && spells(q, o.dataset.own.split(' '))) return 700;
    var syl = (o.dataset.py || '').split(' ');
    for (var i = 0; i < syl.length; i++) if (spells(q, syl.slice(i))) return 600 - i;
    return 0;
  }
  function find(source, q) {
    q = q.trim().toLowerCase().replace(/^[.#]/, '');
    return all('option', source).filter(function (o) { return o.value; }).map(function (o, i) { return { o: o, s: score(o, q), i: i }; })
      .filter(function (x) { return x.s > 0; })
      .sort(function (a, b) { return b.s - a.s || (a.o.dataset.rank || 99) - (b.o.dataset.rank || 99) || a.i - b.i; }).slice(0, 8);
  }
  function close(input) { var m = input.parentNode.querySelector('.menu'); if (m) m.remove(); input.removeAttribute('aria-activedescendant'); input.setAttribute('aria-expanded', 'false'); }
  function open(input) {
    close(input);
    var hits = find(id(input.dataset.combo), input.value);
    if (!hits.length) return;
    var ul = document.createElement('ul');
    ul.className = 'menu'; ul.setAttribute('role', 'listbox'); ul.id = input.id + '-list';
    hits.forEach(function (h, i) {
      var li = document.createElement('li');
      li.setAttribute('role', 'option'); li.id = input.id + '-' + i; li.textContent = h.o.textContent; li.dataset.value = h.o.value;
      if (!i) li.setAttribute('aria-selected', 'true');
      li.addEventListener('mousedown', function (ev) { ev.preventDefault(); choose(input, h.o); });
      ul.appendChild(li);
    });
    input.parentNode.appendChild(ul);
    input.setAttribute('aria-expanded', 'true'); input.setAttribute('aria-controls', ul.id); input.setAttribute('aria-activedescendant', input.id + '-0');
  }
  function move(input, by) {
    var li = all('.menu li', input.parentNode);
    if (!li.length) { open(input); return; }
    var at = li.findIndex(function (x) { return x.getAttribute('aria-selected'); }), to = (at + by + li.length) % li.length;
    li[at].removeAttribute('aria-selected'); li[to].setAttribute('aria-selected', 'true');
    li[to].scrollIntoView({ block: 'nearest' }); input.setAttribute('aria-activedescendant', li[to].id);
  }
  function chosen(input) {
    var li = input.parentNode.querySelector('.menu li[aria-selected]');
    return li && all('option', id(input.dataset.combo)).filter(function (o) { return o.value === li.dataset.value && o.textContent === li.textContent; })[0];
  }
  function choose(input, o) {
    close(input);
    input.value = o.textContent.trim(); input.dataset.picked = input.value;
    if (input.id === 'f-where') {
      var p = o.value.split('|');
      field('town').value = p[0]; field('place').value = p[1];
    } else if (input.id === 'f-referral') {
      input.value = o.value; input.dataset.picked = o.value; field('referral_phone').value = o.dataset.phone || '';
      told();
    } else {
      id(input.dataset.combo).value = o.value;
      if (input.id === 'f-basis') { field('referral').value = o.dataset.body || ''; field('referral_phone').value = o.dataset.phone || ''; told(); }
    }
    input.dispatchEvent(new Event('change', { bubbles: true }));
    mark();
  }
  /* 没有从表里选：地点照写，其余清空 */
  function loose(input) {
    if (input.value === input.dataset.picked || input.hasAttribute('data-free')) return;
    if (input.id === 'f-where') {
      field('place').value = input.value.trim().slice(0, 40);
      if (!input.value) field('town').value = '';
    } else if (!input.value) id(input.dataset.combo).value = '';
    else { input.value = label(input); }
    input.dataset.picked = input.value;
  }
  function label(input) {
    if (input.id === 'f-where') {
      var t = field('town'), s = t.selectedOptions[0], p = field('place').value;
      return t.value ? s.textContent.trim() + (p ? ' › ' + p : '') : p;
    }
    if (input.hasAttribute('data-free')) return input.value;
    var sel = id(input.dataset.combo), o = sel.selectedOptions[0];
    return sel.value && o ? o.textContent.trim() : '';
  }
  all('input[data-combo]').forEach(function (input) {
    input.setAttribute('role', 'combobox'); input.setAttribute('aria-autocomplete', 'list');
    if (!input.hasAttribute('data-free')) input.value = label(input);
    input.dataset.picked = input.value;
    input.addEventListener('input', function (ev) { if (ev.isComposing) return; open(input); });
    input.addEventListener('compositionend', function () { open(input); });
    input.addEventListener('focus', function () { if (!input.value) open(input); else input.select(); });
    input.addEventListener('blur', function () { var o = input.value && input.value !== input.dataset.picked && chosen(input); if (o && input.id !== 'f-where' && !input.hasAttribute('data-free')) choose(input, o); else loose(input); close(input); });
  });

  /* 一步填完打勾，当前一步加粗；分类建议跟着选中的分类走 */
  function mark() {
    all('.q', form).forEach(function (q) {
      var ok = all('input:not([type=radio]):not([type=checkbox]),textarea,select', q).some(function (e) { return e.name && e.value && !e.disabled; }) || !!q.querySelector('input[name]:checked');
      q.classList.toggle('ok', ok);
    });
    all('[data-category]', id('picks')).forEach(function (r) { r.checked = r.dataset.category === field('category').value; });
  }
  form.addEventListener('focusin', function (ev) {
    all('.q.cur', form).forEach(function (q) { q.classList.remove('cur'); });
    var q = ev.target.closest('.q'); if (q) q.classList.add('cur');
  });
  form.addEventListener('change', mark);
  form.addEventListener('input', mark);
  function category(code) {
    field('category').value = code; id('f-cat').value = label(id('f-cat')); id('f-cat').dataset.picked = id('f-cat').value;
    field('category').dispatchEvent(new Event('change', { bubbles: true }));
  }
  id('picks').addEventListener('change', function (ev) { if (ev.target.dataset.category) category(ev.target.dataset.category); });
  function pick(n) {
    var r = all('[data-category]', id('picks'))[n - 1];
    if (r) category(r.dataset.category);
    return !!r;
  }

  /* 短语：分号加两个字母 */
  var words = id('f-words');
  function expand() {
    var at = words.selectionStart, m = /[;；]([a-z]{2})$/.exec(words.value.slice(0, at));
    if (!m) return;
    var li = id('modules').querySelector('[data-code="' + m[1] + '"]');
    if (!li) return;
    words.setRangeText(li.textContent, at - 3, at, 'end');
    words.dispatchEvent(new Event('input', { bubbles: true }));
  }
  words.addEventListener('input', function (ev) { if (!ev.isComposing) expand(); });
  words.addEventListener('compositionend', expand);

  /* ---- 5 处置方式：只留用得着的一行 ---- */
  var typeTouched = false;
  function fit() {
    var w = way();
    all('[data-way]', form).forEach(function (e) { e.hidden = e.dataset.way.split(' ').indexOf(w) < 0; });
  }
  form.addEventListener('change', function (ev) {
    if (ev.target.name === 'type') typeTouched = true;
    if (ev.target.name !== 'way') return;
    var w = way();
    fit();
    if (w === 'direct' && !typeTouched) field('type').value = 'consult';
    if (w === 'log' && ['other', 'praise'].indexOf(field('type').value) < 0) field('type').value = 'other';
    var to = { refuse: 'f-basis', phone: 'f-referral', direct: field('answer').value ? '' : 'f-answer' }[w];
    if (to && ev.isTrusted !== undefined) setTimeout(function () { id(to).focus(); }, 0);
  });
  function told() {
    var a = field('answer'), g = field('ground').selectedOptions[0], r = field('referral').value, p = field('referral_phone').value;
    if (a.value && a.value !== a.dataset.made) return;
    var s = '已告知来电人';
    if (way() === 'refuse' && field('ground').value) s += '：此事' + g.textContent.trim().replace(/^\S+ /, '') + '，县长热线不予受理';
    if (r) s += '，请向' + r + '反映，电话' + p;
    a.value = a.dataset.made = s + '。';
  }

  /* ---- 6 知识库 ---- */
  var kb = id('kb'), kbTurn = 0;
  kb.addEventListener('input', function (ev) {
    if (ev.isComposing) return;
    var mine = ++kbTurn;
    send('/knowledge/find', new URLSearchParams({ q: kb.value })).then(function (r) { return r.ok ? r.text() : ''; }).then(function (t) {
      if (mine === kbTurn) { id('kb-hits').innerHTML = t; if (enter) { enter = false; cite(); } }
    });
    kb.dataset.waits = '1';
  });
  var enter = false;
  function cite(b) {
    b = b || id('kb-hits').querySelector('[data-kb]');
    if (!b) return;
    field('knowledge').value = b.dataset.kb;
    field('answer').value = b.dataset.answer;
    if (!words.value.trim()) words.value = '来电人咨询：' + b.dataset.title + '。';
    if (!field('category').value && b.dataset.category) category(b.dataset.category);
    field('type').value = 'consult';
    radio('way', 'direct');
    touch(); mark();
  }
  document.addEventListener('click', function (ev) {
    var b = ev.target.closest('[data-kb],#again,[data-again],[data-under]');
    if (!b) return;
    if ('under' in b.dataset) under(b); else if (b.id === 'again' || 'again' in b.dataset) again(b); else cite(b);
  });
  kb.addEventListener('keydown', function (ev) {
    if (composing(ev)) return;
    if (ev.key === 'Enter') {
      ev.preventDefault(); moved = true;
      kbTurn++;
      send('/knowledge/find', new URLSearchParams({ q: kb.value })).then(function (r) { return r.ok ? r.text() : ''; }).then(function (t) { id('kb-hits').innerHTML = t; cite(); });
    } else if (ev.key === 'ArrowDown') { var b = id('kb-hits').querySelector('[data-kb]'); if (b) { ev.preventDefault(); b.focus(); } }
  });

  /* ---- 7 快捷键与回车 ---- */
  /* 是同一件事：还在办的登记催办；办结了的认定为下一次诉求，把已知的带过来 */
  function again(b) {
    field('link').value = b.dataset.number;
    if (b.dataset.underWay) { radio('way', 'urge'); id('go').focus(); later(0); return; }
    if (+b.dataset.score < 60 && !field('link_reason').value) field('link_reason').value = '来电人说明是同一件事';
    if (!words.value.trim()) words.value = '来电人再次反映“' + b.dataset.title + '”，称问题仍未解决，要求继续办理。';
    if (!field('town').value) { field('town').value = b.dataset.town; field('place').value = b.dataset.place; id('f-where').value = label(id('f-where')); id('f-where').dataset.picked = id('f-where').value; }
    if (!field('category').value) category(b.dataset.category);
    if (!typeTouched && b.dataset.type) field('type').value = b.dataset.type;
    if (b.dataset.sex && !form.querySelector('input[name=sex]:checked')) radio('sex', b.dataset.sex);
    radio('way', 'dispatch');
    touch(); later(0); mark();
  }
  /* 别人已经反映的同一件事：登记后并入那一件，编号、反馈、回访仍是自己的 */
  function under(b) {
    field('under').value = b.dataset.under;
    if (!words.value.trim()) words.value = '来电人反映“' + b.dataset.title + '”，与他人反映的是同一件事。';
    radio('way', 'merge');
    id('go').focus(); touch(); later(0); mark();
  }
  function sameEvent() {
    if (fresh !== turn) { wantsMerge = true; refresh(); return; }
    var b = side.querySelector('[data-merge]');
    if (b) under(b); else say('没有可以并入的工单', true);
  }
  /* Alt+R 比右栏来得快：先取右栏，到了再认定，绝不拿上一个号码的工单 */
  function sameMatter() {
    if (fresh !== turn) { wantsAgain = true; refresh(); return; }
    var b = id('again');
    if (b) again(b); else say('没有可以认定的以前的工单', true);
  }
  function last() {
    var f = id('facts');
    if (!f || !f.dataset.town) return;
    field('town').value = f.dataset.town; field('place').value = f.dataset.place;
    var w = id('f-where'); w.value = label(w); w.dataset.picked = w.value;
    w.dispatchEvent(new Event('change', { bubbles: true }));
    id('f-address').focus();
  }
  var silent = ['silent', 'wrong_number', 'dropped'];
  function empty() {
    var now = way() === 'log' ? silent.indexOf(field('why').value) : -1, why = silent[(now + 1) % silent.length];
    radio('way', 'log'); field('why').value = why; field('type').value = 'other';
    var w = field('why').selectedOptions[0].textContent.trim() + '。';
    if (!words.value.trim() || words.value === words.dataset.made) words.value = words.dataset.made = w;
    touch(); later(0); mark();
  }
  var keys = {
    'Alt+KeyC': function () { words.focus(); },
    'Alt+KeyL': last,
    'Alt+KeyR': sameMatter,
    'Alt+KeyU': sameEvent,
    'Alt+KeyM': function () { var a = id('alike'); if (a) a.focus(); },
    'Alt+KeyK': function () { kb.focus(); kb.select(); },
    'Alt+KeyQ': empty,
    'Alt+KeyB': function () {
      var r = all('input[name=secrecy]', form), at = r.findIndex(function (x) { return x.checked; });
      radio('secrecy', r[(at + 1) % r.length].value);
    }
  };
  document.addEventListener('keydown', function (ev) {
    if (composing(ev) || ev.repeat) return;
    if (ev.altKey && !ev.ctrlKey && keys['Alt+' + ev.code]) { ev.preventDefault(); keys['Alt+' + ev.code](); return; }
    var n = /^Digit([123])$/.exec(ev.code);
    if (n && ev.target.id === 'f-cat' && !ev.target.value && !ev.ctrlKey && !ev.altKey) { if (pick(+n[1])) { ev.preventDefault(); close(id('f-cat')); } return; }
    if (ev.key === 'F2') {
      var ring = document.querySelector('form[data-ring]');
      if (ring) { ev.preventDefault(); save().then(function () { delete form.dataset.touched; form.dataset.clean = '1'; ring.submit(); }); }
      return;
    }
    if (ev.key === 'F4' && !ev.altKey && !ev.ctrlKey) { ev.preventDefault(); empty(); return; }
    if (ev.key === 'Enter' && ev.ctrlKey) {
      if (wantsAgain || wantsMerge) { ev.preventDefault(); return; }
      all('input[data-combo]').forEach(function (i) { if (i === ev.target) { var o = i.value !== i.dataset.picked && chosen(i); if (o) choose(i, o); else loose(i); } });
      return;
    }
    var t = ev.target;
    if (t.dataset && t.dataset.combo) {
      if (ev.key === 'ArrowDown' || ev.key === 'ArrowUp') { ev.preventDefault(); move(t, ev.key === 'ArrowDown' ? 1 : -1); return; }
      if (ev.key === 'Escape') { close(t); return; }
      if (ev.key === 'Enter') { var o = t.value !== t.dataset.picked && chosen(t); if (o) choose(t, o); }
    }
    /* 单行里的回车到下一栏，不提交 */
    if (ev.key === 'Enter' && form.contains(t) && t.tagName === 'INPUT' && !ev.altKey && !ev.shiftKey) { ev.preventDefault(); moved = true; step(t); }
  }, true);
  /* 有的输入环境在按下之后另发一个字符：那一个不能落进下一栏，也不能把表单提交了 */
  var moved = false;
  document.addEventListener('keypress', function (ev) { if (ev.key === 'Enter' && moved) { ev.preventDefault(); ev.stopPropagation(); } }, true);
  document.addEventListener('keyup', function () { moved = false; }, true);
  /* 回车按谈话的次序走；列表和单选不停（回车会把列表弹开），要改的用 Tab */
  function step(from) {
    var list = all('input,textarea', form).filter(function (e) { return !/^(hidden|radio|checkbox|file)$/.test(e.type) && e.id !== 'f-contact' && e.offsetWidth && !e.closest('.more-sheet'); });
    var at = list.indexOf(from), to = from.id === 'f-contact' ? id('f-name') : list[at + 1];
    if (to) { to.focus(); if (to.select && to.tagName === 'INPUT') to.select(); } else id('go').focus();
  }

  fit(); mark();
  if (words.value && !words.matches(':focus') && field('phone').value && field('name').value) words.focus();
})();
