/* 写信的人太多时，请手机算一小会儿，证明不是机器成批写的。算不出来也没关系：等一分钟，或者打电话。
   只用最朴素的写法，老手机也能算；满 8 秒就停下，照样让人寄。 */
(function () {
  'use strict';
  var form = document.querySelector('form[data-riddle]');
  if (!form) return;
  var field = form.querySelector('[name=proof]'), say = form.querySelector('[data-proof-say]');
  var riddle = form.getAttribute('data-riddle'), bits = +form.getAttribute('data-bits');
  var K = [], primes = 0;
  for (var c = 2; primes < 64; c++) {
    for (var f = 2, prime = true; f * f <= c && prime; f++) prime = c % f !== 0;
    if (prime) K[primes++] = (Math.pow(c, 1 / 3) % 1) * 4294967296 | 0;
  }
  var START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19], W = new Array(64);
  function turn(x, n) { return x >>> n | x << 32 - n; }
  /* SHA-256 的第一个字；文字短于 56 个字节，一块就够 */
  function first(text) {
    var i, n = text.length;
    for (i = 0; i < 16; i++) W[i] = 0;
    for (i = 0; i < n; i++) W[i >> 2] |= text.charCodeAt(i) << 24 - (i & 3) * 8;
    W[n >> 2] |= 0x80 << 24 - (n & 3) * 8;
    W[15] = n * 8;
    var a = START[0], b = START[1], cc = START[2], d = START[3], e = START[4], g = START[5], h = START[6], k = START[7];
    for (i = 0; i < 64; i++) {
      if (i > 15) {
        var x = W[i - 15], y = W[i - 2];
        W[i] = W[i - 16] + (turn(x, 7) ^ turn(x, 18) ^ x >>> 3) + W[i - 7] + (turn(y, 17) ^ turn(y, 19) ^ y >>> 10) | 0;
      }
      var t1 = k + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & g ^ ~e & h) + K[i] + W[i] | 0;
      var t2 = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & cc ^ b & cc) | 0;
      k = h; h = g; g = e; e = d + t1 | 0; d = cc; cc = b; b = a; a = t1 + t2 | 0;
    }
    return a + START[0] >>> 0;
  }
  var n = 0, began = Date.now();
  function work() {
    for (var i = 0; i < 500; i++, n++) {
      if (first(riddle + ':' + n) >>> 32 - bits === 0) {
        field.value = riddle + ':' + n;
        say.textContent = '可以寄了。';
        return;
      }
    }
    if (Date.now() - began < 8000) setTimeout(work, 0);
    else say.textContent = '这部手机算得慢，没关系：等满一分钟再点“寄出这封信”就行。';
  }
  say.textContent = '正在准备，几秒钟就好……';
  work();
})();
