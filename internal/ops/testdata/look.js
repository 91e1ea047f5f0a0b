// What a person's eye and hand would find on a page of the gallery. Each function returns a list of faults, in words.
window.look = {
  visible: function (el) {
    var r = el.getBoundingClientRect();
    if (r.width < 1 || r.height < 1 || r.right < 0 || el.closest('dialog:not([open])')) return false;
    var d = el.parentElement && el.parentElement.closest('details:not([open])');
    if (d && !el.closest('summary')) return false;
    var s = getComputedStyle(el);
    return s.visibility !== 'hidden' && s.display !== 'none';
  },
  name: function (el) {
    var t = (el.innerText || el.value || el.getAttribute('aria-label') || '').trim().replace(/\s+/g, ' ').slice(0, 24);
    return el.tagName.toLowerCase() + (el.className && el.className.baseVal === undefined ? '.' + el.className.trim().split(/\s+/).join('.') : '') + (el.name ? '[' + el.name + ']' : '') + ' “' + t + '”';
  },
  // Nothing may be wider than the window; a box that scrolls by itself (a wide table) may hold what is wider.
  wide: function () {
    var w = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= w + 1) return [];
    var worst = [];
    document.querySelectorAll('body *').forEach(function (el) {
      if (el.getBoundingClientRect().right > w + 1 && look.visible(el) && worst.length < 4) {
        for (var p = el.parentElement; p && p !== document.body; p = p.parentElement) {
          if (/auto|scroll|hidden/.test(getComputedStyle(p).overflowX)) return;
        }
        worst.push(look.name(el));
      }
    });
    return ['page is ' + document.documentElement.scrollWidth + ' px wide in a window of ' + w + ': ' + worst.join(', ')];
  },
  // A finger needs 44 px; a link in the middle of a sentence is as high as its line (WCAG 2.5.8).
  small: function () {
    var out = [];
    document.querySelectorAll('a[href],button,summary,select,input:not([type=hidden]),textarea').forEach(function (el) {
      var box = el;
      if (/^(radio|checkbox|file)$/.test(el.type)) box = el.closest('label') || el;
      if (!look.visible(box)) return;
      if (el.tagName === 'A' && getComputedStyle(el).display === 'inline') {
        var around = el.parentElement.innerText.replace(el.innerText, '').trim();
        if (around) return;
      }
      var r = box.getBoundingClientRect();
      if (el.type === 'checkbox' && el.closest('td') && r.width >= 24) return; // a column of boxes, each on a line of its own
      if (r.height < 43.5 || (r.width < 43.5 && el.tagName !== 'A' && el.tagName !== 'SUMMARY')) out.push(look.name(el) + ' ' + Math.round(r.width) + '×' + Math.round(r.height));
    });
    return out.slice(0, 8).map(function (s) { return 'too small for a finger: ' + s; });
  },
  // Whoever works with the keyboard must see where he is.
  unseen: function () {
    var out = [];
    function looks(el) {
      var all = [el], l = el.closest('label');
      if (el.nextElementSibling) all.push(el.nextElementSibling);
      if (l) all.push(l);
      if (el.parentElement) all.push(el.parentElement);
      return all.map(function (x) { var s = getComputedStyle(x); return [s.outlineStyle === 'none' ? '' : s.outlineStyle + s.outlineWidth + s.outlineColor, s.boxShadow, s.borderColor, s.backgroundColor].join('|'); }).join('#');
    }
    document.querySelectorAll('a[href],button:not([disabled]),summary,select,input:not([type=hidden]),textarea').forEach(function (el) {
      if (!look.visible(el)) return;
      if (document.activeElement) document.activeElement.blur();
      var before = looks(el);
      el.focus();
      if (document.activeElement === el && looks(el) === before) out.push(look.name(el));
    });
    if (document.activeElement) document.activeElement.blur();
    window.scrollTo(0, 0);
    return out.slice(0, 8).map(function (s) { return 'focus is not seen: ' + s; });
  },
  wear: function (size, contrast) {
    var h = document.documentElement;
    if (size) h.dataset.size = size; else delete h.dataset.size;
    if (contrast) h.dataset.contrast = contrast; else delete h.dataset.contrast;
  },
  // What stands around every page: bar, menu, foot. axe judges each such shell once; on the next page with the same one it looks at the page alone.
  shell: function () {
    var all = '';
    document.querySelectorAll(look.around.join(',')).forEach(function (el) { all += el.outerHTML.replace(/_key" value="[^"]*"/g, ''); });
    for (var h = 5381, i = 0; i < all.length; i++) h = (h * 33 ^ all.charCodeAt(i)) | 0;
    return all.length + '/' + h;
  },
  around: ['.topbar', '.side', '.foot', '.strip'],
  // axe comes from the gallery's own server, so that the browser compiles it once for all pages.
  load: function () {
    return new Promise(function (ok, no) {
      var s = document.createElement('script');
      s.src = '/axe.js';
      s.onload = function () { ok([]); };
      s.onerror = function () { no(new Error('axe.js was not loaded')); };
      document.head.appendChild(s);
    });
  },
  axe: function (only, judged) {
    var o = {resultTypes: ['violations'], elementRef: false}, what = document;
    if (judged) what = {exclude: look.around.filter(function (s) { return document.querySelector(s); }).map(function (s) { return [s]; })};
    if (judged && !what.exclude.length) what = document;
    o.runOnly = only ? {type: 'rule', values: [only]} : {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']};
    return axe.run(what, o).then(function (r) {
      return r.violations.filter(function (v) { return v.impact === 'serious' || v.impact === 'critical'; }).map(function (v) {
        return 'axe ' + v.id + ': ' + v.nodes.slice(0, 4).map(function (n) { return n.html.slice(0, 140) + (n.any[0] && v.id === 'color-contrast' ? ' ' + n.any[0].message : ''); }).join(' || ') + ' (' + v.nodes.length + ')';
      });
    });
  }
};
