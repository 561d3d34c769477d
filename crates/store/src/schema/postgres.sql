WITH here AS (SELECT oid FROM pg_namespace WHERE nspname = current_schema()),
tables AS (
  SELECT c.oid, c.relname, c.relkind, c.relrowsecurity FROM pg_class c JOIN here ON here.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname <> '_sqlx_migrations'
)
SELECT replace(line, chr(10), ' ') FROM (
SELECT 'table ' || relname || ': ' || relkind::text
  || CASE WHEN relrowsecurity THEN ' with row security' ELSE '' END AS line
FROM tables
UNION ALL
SELECT 'column ' || t.relname || '.' || a.attname || ': ' || format_type(a.atttypid, a.atttypmod)
  || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), '')
FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
UNION ALL
SELECT 'constraint ' || t.relname || '.' || c.conname || ': '
  || regexp_replace(pg_get_constraintdef(c.oid), 'REFERENCES \w+\.', 'REFERENCES ')
FROM tables t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype IN ('p', 'u', 'f', 'c', 'x')
UNION ALL
SELECT 'index ' || i.indexname || ': ' || replace(i.indexdef, ' ' || quote_ident(i.schemaname) || '.', ' ')
FROM pg_indexes i WHERE i.schemaname = current_schema() AND i.tablename <> '_sqlx_migrations'
UNION ALL
SELECT 'trigger ' || t.relname || '.' || g.tgname || ': ' || g.tgenabled::text || ' '
  || replace(pg_get_triggerdef(g.oid), ' ' || quote_ident(current_schema()) || '.', ' ')
FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal
UNION ALL
SELECT DISTINCT 'disabled references of ' || t.relname || ': '
FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid AND g.tgisinternal AND g.tgenabled <> 'O'
UNION ALL
SELECT 'function ' || p.proname || ': ' || md5(p.prosrc) FROM pg_proc p JOIN here ON here.oid = p.pronamespace
UNION ALL
SELECT 'rule ' || r.tablename || '.' || r.rulename || ': ' || r.definition
FROM pg_rules r WHERE r.schemaname = current_schema()
) AS lines
