-- What queries.txt searches. It is 2026-01-31 13:10 UTC (1769865000000).
INSERT INTO person (id, name, username, email, account_id, key) VALUES
    (1, 'Robin Ashdown', 'robin.ashdown', 'robin@example.com', '5b10a0effa615349cb016cd8', 'JIRAUSER10100'),
    (2, 'Noor Haddad', 'noor.haddad', 'noor@example.com', '712020:noor', 'JIRAUSER10101'),
    (3, 'Sam Okafor', 'sam.okafor', 'sam@example.com', '712020:sam', 'JIRAUSER10102');

INSERT INTO space (id, key, name, type, status, creator, created, home) VALUES
    (1, 'ENG', 'Engineering', 'global', 'current', 1, 0, 1),
    (2, 'PROD', 'Product', 'global', 'current', 2, 0, 6),
    (3, '~robin', 'Robin Ashdown', 'personal', 'current', 1, 0, 14),
    (4, 'OLD', 'Old things', 'global', 'archived', 1, 0, 15),
    (5, 'SEC', 'Secret', 'global', 'current', 3, 0, 19);

-- 1767225600000 is 2026-01-01 00:00, 1769817600000 is 2026-01-31 00:00.
INSERT INTO content (id, type, status, space, parent, container, position, title, body, body_text, version, creator, created, modifier, modified) VALUES
    (1, 'page', 'current', 1, NULL, NULL, 0, 'Engineering Home', '<p>All of engineering</p>', 'All of engineering', 1, 1, 1735689600000, 1, 1735689600000),
    (2, 'page', 'current', 1, 1, NULL, 0, 'Release checklist', '<ac:structured-macro ac:name="toc"/><p>Build, test, ship</p>', 'Build, test, ship', 3, 2, 1767225600000, 3, 1769864999000),
    (3, 'page', 'current', 1, 2, NULL, 0, 'Deploy runbook', '<p>Ask <ac:link><ri:user ri:account-id="712020:noor"/></ac:link> to ship it</p>', 'Ask to ship it', 1, 1, 1767225661000, 1, 1769817600000),
    (4, 'folder', 'current', 1, 1, NULL, 1, 'Guides', '', '', 1, 1, 1767225600000, 1, 1767225600000),
    (5, 'page', 'current', 1, 4, NULL, 0, 'On-call guide', '<ac:structured-macro ac:name="info"/><p>Wake up</p>', 'Wake up', 1, 3, 1767225600000, 3, 1769731200000),
    (6, 'page', 'current', 2, NULL, NULL, 0, 'Product Home', '<p>What we ship</p>', 'What we ship', 1, 2, 1735689600000, 2, 1735689600000),
    (7, 'blogpost', 'current', 2, NULL, NULL, 0, 'Launch news', '<p>It is out</p>', 'It is out', 1, 2, 1769817600000, 2, 1769817600000),
    (8, 'comment', 'current', 1, NULL, 2, 0, 'Re: Release checklist', '<p>Looks good</p>', 'Looks good', 1, 3, 1769860800000, 3, 1769860800000),
    (9, 'attachment', 'current', 1, NULL, 2, 0, 'checklist.pdf', '', '', 1, 1, 1769860800000, 1, 1769860800000),
    (10, 'page', 'trashed', 1, 1, NULL, 2, 'Old checklist', '<p>ship</p>', 'ship', 1, 1, 1767225600000, 1, 1767225600000),
    (11, 'attachment', 'current', 1, NULL, 10, 0, 'old.pdf', '', '', 1, 1, 1767225600000, 1, 1767225600000),
    (12, 'page', 'draft', 1, 1, NULL, 3, 'Draft checklist', '', '', 1, 1, 1767225600000, 1, 1767225600000),
    (13, 'page', 'archived', 1, 1, NULL, 4, 'Archived checklist', '', '', 1, 1, 1767225600000, 1, 1767225600000),
    (14, 'page', 'current', 3, NULL, NULL, 0, 'Notes', '<p>50% of <ri:user ri:userkey="JIRAUSER10102"/></p>', '50% of', 1, 1, 1767225600000, 1, 1767225600000),
    (15, 'page', 'current', 4, NULL, NULL, 0, 'Museum', '', '', 1, 1, 1735689600000, 1, 1735689600000),
    (16, 'comment', 'current', 1, 8, 2, 0, 'Re: Release checklist', '<p>Thanks</p>', 'Thanks', 1, 1, 1769862600000, 1, 1769862600000),
    (17, 'attachment', 'current', 1, NULL, 8, 0, 'screenshot.png', '', '', 1, 3, 1769862600000, 3, 1769862600000),
    (18, 'attachment', 'current', 1, NULL, 20, 0, 'lost.png', '', '', 1, 3, 1769862600000, 3, 1769862600000),
    (19, 'page', 'current', 5, NULL, NULL, 0, 'Secret checklist', '', '', 1, 3, 1735689600000, 3, 1735689600000),
    (20, 'comment', 'current', 1, NULL, 10, 0, 'Re: Old checklist', '', '', 1, 3, 1767225600000, 3, 1767225600000);

INSERT INTO content_version (content, number, title, body, author, created) VALUES
    (2, 1, 'Release checklist', '', 2, 1767225600000),
    (2, 2, 'Release checklist', '', 1, 1767312000000);
INSERT INTO label (id, prefix, name) VALUES
    (1, 'global', 'runbook'), (2, 'global', 'release'), (3, 'my', 'favourite'), (4, 'team', 'docs');
INSERT INTO content_label (content, label) VALUES (2, 1), (2, 2), (3, 1), (6, 3), (9, 2);
INSERT INTO space_label (space, label) VALUES (2, 4);
INSERT INTO content_watch (content, person) VALUES (2, 1), (6, 1), (3, 2);
