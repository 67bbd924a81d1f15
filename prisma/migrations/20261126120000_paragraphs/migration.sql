-- Where the paragraphs of a stored text begin, so that a passage can name its own. Kept beside the text: to find them each time would read all of it.
ALTER TABLE "source" ADD COLUMN "paragraphs" INTEGER[];

-- In UTF-16 code units, as all offsets: a sign beyond the first plane takes two.
UPDATE "source" s SET "paragraphs" = (
  SELECT coalesce(array_agg(p.start ORDER BY p.n) FILTER (WHERE p.line ~ '[^\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]'), '{}')
  FROM (
    SELECT l.n, l.line, (sum(l.units) OVER (ORDER BY l.n) - l.units)::int AS start
    FROM (
      SELECT n, line, length(line) + length(regexp_replace(line, '[\u0001-\uffff]', '', 'g')) + 1 AS units
      FROM regexp_split_to_table(s."text", '\n') WITH ORDINALITY AS each(line, n)
    ) l
  ) p
) WHERE s."text" IS NOT NULL;
