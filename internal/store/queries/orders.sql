-- name: order_put
INSERT INTO orders (id, number, version, status, open, matter, channel, outer_no, outer_due_ms, type, category, town, place, title, urgency, secrecy,
    key_order, level, appeals, assigns, key_count, urges, reworks, lead, deputy, handler, registered_by, registered_ms, received_ms, closed_ms,
    due_ms, due_kind, result_due_ms, paused, provisional, late, satisfaction, calendar, old_platform, waits, members, led_by, co_late)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30,
    $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43)
ON CONFLICT (id) DO UPDATE SET
    number = excluded.number, version = excluded.version, status = excluded.status, open = excluded.open, matter = excluded.matter,
    channel = excluded.channel, outer_no = excluded.outer_no, outer_due_ms = excluded.outer_due_ms, type = excluded.type, category = excluded.category,
    town = excluded.town, place = excluded.place, title = excluded.title, urgency = excluded.urgency, secrecy = excluded.secrecy,
    key_order = excluded.key_order, level = excluded.level, appeals = excluded.appeals, assigns = excluded.assigns, key_count = excluded.key_count,
    urges = excluded.urges, reworks = excluded.reworks, lead = excluded.lead, deputy = excluded.deputy, handler = excluded.handler,
    registered_by = excluded.registered_by, registered_ms = excluded.registered_ms, received_ms = excluded.received_ms, closed_ms = excluded.closed_ms,
    due_ms = excluded.due_ms, due_kind = excluded.due_kind, result_due_ms = excluded.result_due_ms, paused = excluded.paused,
    provisional = excluded.provisional, late = excluded.late, satisfaction = excluded.satisfaction, calendar = excluded.calendar,
    old_platform = excluded.old_platform, waits = excluded.waits, members = excluded.members, led_by = excluded.led_by, co_late = excluded.co_late

-- name: todo_clear
DELETE FROM todo WHERE order_id = $1

-- name: todo_put
INSERT INTO todo (audience, order_id, act, due_ms) VALUES ($1, $2, $3, $4)
ON CONFLICT (audience, order_id, act) DO UPDATE SET due_ms = excluded.due_ms

-- name: matter_put
INSERT INTO matters (id, number, version, appeals, assigns, keys, rounds) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO UPDATE SET number = excluded.number, version = excluded.version, appeals = excluded.appeals, assigns = excluded.assigns,
    keys = excluded.keys, rounds = excluded.rounds

-- name: took_part_put
INSERT INTO took_part (account, order_id, last_ms) VALUES ($1, $2, $3)
ON CONFLICT (account, order_id) DO UPDATE SET last_ms = excluded.last_ms

-- name: order_row
SELECT id, number, version, status, open, matter, channel, outer_no, outer_due_ms, type, category, town, place, title, urgency, secrecy,
    key_order, level, appeals, assigns, key_count, urges, reworks, lead, deputy, handler, registered_by, registered_ms, received_ms, closed_ms,
    due_ms, due_kind, result_due_ms, paused, provisional, late, satisfaction, calendar, old_platform, waits, members, led_by, co_late
FROM orders
WHERE id = $1

-- name: order_by_number
SELECT id FROM orders WHERE number = $1

-- name: order_by_outer
SELECT id FROM orders WHERE channel = $1 AND outer_no = $2 ORDER BY id LIMIT 1

-- name: orders_of_matter
SELECT id FROM orders WHERE matter = $1 ORDER BY registered_ms, id

-- name: todo_count
SELECT t.act, COUNT(*) FROM todo t WHERE t.audience = $1 /* spared t.order_id */ GROUP BY t.act ORDER BY t.act

-- name: orders_all
SELECT id FROM orders ORDER BY id

-- name: matter_counts
SELECT appeals, assigns, keys FROM matters WHERE id = $1

-- name: replay_orders
DELETE FROM orders

-- name: replay_todo
DELETE FROM todo

-- name: replay_matters
DELETE FROM matters

-- name: replay_facts
DELETE FROM fact

-- name: replay_took
DELETE FROM took_part

-- name: replay_timers
DELETE FROM due WHERE kind = 'timer'
