-- The site that queries.txt asks about; today is 2026-01-31, 12:30. Statuses, types, priorities,
-- resolutions, link types and custom fields are those of every sandbox (seed/site.c).

INSERT INTO person (id, name, username, email, account_id, key) VALUES
    (1, 'Robin Ashdown',  'robin.ashdown',  'you@example.com',    'account-1', 'JIRAUSER10100'),
    (2, 'Amara Okafor',   'amara.okafor',   'amara@example.com',  'account-2', 'JIRAUSER10101'),
    (3, 'Benoît Lefèvre', 'benoit.lefevre', 'benoit@example.com', 'account-3', 'JIRAUSER10102'),
    (4, 'Chiara Rossi',   'chiara.rossi',   'chiara@example.com', 'account-4', 'JIRAUSER10103'),
    (5, 'Daniel Weber',   'daniel.weber',   'daniel@example.com', 'account-5', 'JIRAUSER10104');
INSERT INTO team VALUES (50, 'designers', 'group-50'), (51, 'nobodies', 'group-51');
INSERT INTO team_member VALUES (50, 3), (50, 4);

INSERT INTO project (id, key, name, lead, archived) VALUES
    (10000, 'WEB', 'Web Shop', 1, 0),
    (10001, 'MOB', 'Mobile App', 2, 0),
    (10002, 'SEC', 'Security', 3, 0),
    (10003, 'OLD', 'Old Shop', 1, 1);
INSERT INTO component (id, project, name, lead) VALUES
    (100, 10000, 'Checkout', 1), (101, 10000, 'Login page', 2),
    (102, 10001, 'Checkout', 3), (103, 10002, 'Vault', 1);
INSERT INTO version (id, project, name, released, position) VALUES
    (200, 10000, '1.0', 1, 0), (201, 10000, '1.1', 1, 1), (202, 10000, '2.0', 0, 2),
    (203, 10000, '3.0', 0, 3), (204, 10001, '1.0', 1, 0), (205, 10001, '2.0', 0, 1),
    (206, 10002, 'Vault 7', 0, 0);
INSERT INTO board VALUES (1, 'WEB board', 'scrum', 10000, 1), (2, 'MOB board', 'scrum', 10001, 2);
INSERT INTO sprint (id, board, name, state, created) VALUES
    (1, 1, 'WEB Sprint 1', 'closed', 0), (2, 1, 'WEB Sprint 2', 'active', 0),
    (3, 1, 'WEB Sprint 3', 'future', 0), (4, 2, 'MOB Sprint 1', 'active', 0);

-- status: 10000 To Do, 4 Reopened, 3 In Progress, 10003 Blocked, 10001 In Review, 10002 Done
-- type: 10000 Epic, 10001 Story, 10002 Task, 10004 Bug, 10003 Sub-task
-- resolution: 10000 Done, 10001 Won't Do, 10002 Duplicate
INSERT INTO issue (id, project, number, type, status, priority, resolution, summary, assignee,
                   reporter, creator, created, updated, resolved, due, parent, rank, status_changed)
SELECT column1, column2, column3, column4, column5, column6, column7, column8, column9, column10,
       coalesce(column10, 1), unixepoch(column11) * 1000, unixepoch(column12) * 1000,
       unixepoch(column13) * 1000, unixepoch(column14) * 1000, column15, column16,
       unixepoch(column12) * 1000
FROM (VALUES
    (10001, 10000, 1, 10000, 3, 3, NULL, 'One account for everything', 1, 2,
     '2025-06-02 09:00', '2026-01-20 10:00', NULL, NULL, NULL, 1.0),
    (10002, 10000, 2, 10000, 10002, 2, 10000, 'Faster checkout', 2, 1,
     '2025-06-03 09:00', '2025-12-01 10:00', '2025-12-01 10:00', NULL, NULL, 2.0),
    (10003, 10000, 3, 10001, 10002, 3, 10000, 'Pay with one click', 2, 2,
     '2025-06-10 09:00', '2025-11-01 10:00', '2025-11-01 10:00', '2025-11-15', 10002, 3.0),
    (10004, 10000, 4, 10001, 3, 2, NULL, 'Sign in with a passkey', 1, 1,
     '2025-07-01 09:00', '2026-01-30 16:00', NULL, '2026-02-15', 10001, 4.0),
    (10005, 10000, 5, 10004, 10000, 1, NULL, 'Session expires during checkout', NULL, 3,
     '2025-08-01 09:00', '2025-08-02 10:00', NULL, NULL, NULL, 16.0),
    (10006, 10000, 6, 10004, 10001, 2, NULL, 'Checkout crashes when the session expires', 3, 1,
     '2025-09-01 09:00', '2026-01-29 10:00', NULL, NULL, 10002, 6.0),
    (10007, 10000, 7, 10002, 10000, 3, NULL, 'Update the privacy page', 1, 4,
     '2025-10-01 09:00', '2026-01-02 10:00', NULL, '2026-01-31', NULL, 7.0),
    (10008, 10000, 8, 10002, 10002, 4, 10000, 'Remove the old banner', 4, 1,
     '2025-10-02 09:00', '2025-10-20 10:00', '2025-10-20 10:00', NULL, NULL, 8.0),
    (10009, 10000, 9, 10003, 10000, 3, NULL, 'Ask for the passkey', 4, 1,
     '2025-11-02 09:00', '2025-11-03 10:00', NULL, NULL, 10004, 9.0),
    (10010, 10000, 10, 10003, 10002, 3, 10000, 'Store the passkey', 1, 1,
     '2025-11-03 09:00', '2026-01-10 10:00', '2026-01-10 10:00', NULL, 10004, 10.0),
    (10011, 10000, 11, 10004, 10002, 4, 10002, 'Login page shows an empty list', 3, 5,
     '2025-12-01 09:00', '2025-12-05 10:00', '2025-12-05 10:00', NULL, NULL, 11.0),
    (10012, 10000, 12, 10004, 10002, 5, 10001, 'Banner is too wide on Ångström phones', NULL, 5,
     '2025-12-02 09:00', '2026-01-03 10:00', '2026-01-03 10:00', NULL, NULL, 12.0),
    (10013, 10000, 13, 10001, 10000, 5, NULL, 'Gift cards', NULL, 2,
     '2026-01-05 09:00', '2026-01-05 09:00', NULL, NULL, NULL, 13.0),
    (10014, 10000, 14, 10002, 10003, 1, NULL, 'Renew the certificate', 5, 1,
     '2026-01-06 09:00', '2026-01-12 10:00', NULL, '2026-01-15', NULL, 14.0),
    (10015, 10000, 15, 10004, 10000, NULL, NULL, 'Prices flicker', NULL, NULL,
     '2026-01-26 09:00', '2026-01-26 09:00', NULL, NULL, NULL, 15.0),
    (10016, 10000, 16, 10001, 4, 2, NULL, 'Search remembers what I looked for', 2, 1,
     '2026-01-31 08:00', '2026-01-31 11:00', NULL, NULL, NULL, 5.0),
    (10101, 10001, 1, 10000, 3, 3, NULL, 'Offline mode', 2, 2,
     '2025-06-05 09:00', '2026-01-21 10:00', NULL, NULL, NULL, 21.0),
    (10102, 10001, 2, 10004, 10000, 1, NULL, 'App crashes when the session expires', 1, 3,
     '2025-07-05 09:00', '2026-01-22 10:00', NULL, '2026-01-30', 10101, 22.0),
    (10103, 10001, 3, 10001, 10002, 3, 10000, 'Keep the basket', 3, 2,
     '2025-08-05 09:00', '2025-09-05 10:00', '2025-09-05 10:00', NULL, 10101, 23.0),
    (10104, 10001, 4, 10002, 3, 4, NULL, 'Translate the settings', 4, 4,
     '2025-12-05 09:00', '2026-01-28 10:00', NULL, NULL, NULL, 24.0),
    (10105, 10001, 5, 10004, 10002, 2, 10000, 'Camera stays on', 1, 1,
     '2026-01-10 09:00', '2026-01-25 10:00', '2026-01-25 10:00', NULL, NULL, 25.0),
    (10106, 10001, 6, 10002, 10000, 3, NULL, 'Measure the start', NULL, 1,
     '2026-01-30 09:00', '2026-01-30 09:30', NULL, NULL, NULL, 26.0),
    (10201, 10002, 1, 10004, 10000, 1, NULL, 'Keys in the log', 1, 1,
     '2026-01-20 09:00', '2026-01-20 09:00', NULL, NULL, NULL, 31.0),
    (10202, 10002, 2, 10002, 10002, 2, 10000, 'Rotate the keys', 3, 3,
     '2026-01-21 09:00', '2026-01-27 09:00', '2026-01-27 09:00', NULL, NULL, 32.0),
    (10301, 10003, 1, 10002, 10000, 3, NULL, 'Nobody comes here any more', 1, 1,
     '2020-01-01 09:00', '2020-01-01 09:00', NULL, NULL, NULL, 41.0));
UPDATE issue SET description_text = 'The session ends after ten minutes, whatever one does.'
    WHERE id IN (10005, 10102);
UPDATE issue SET description_text = 'Quick wins first.', environment_text = 'Firefox on Linux'
    WHERE id = 10013;
UPDATE issue SET original_estimate = 14400, remaining_estimate = 7200, time_spent = 7200
    WHERE id = 10004;
UPDATE issue SET original_estimate = 28800, remaining_estimate = 0, time_spent = 57600
    WHERE id = 10008;
UPDATE issue SET original_estimate = 3600, remaining_estimate = 3600 WHERE id = 10009;
UPDATE issue SET time_spent = 600 WHERE id = 10014;
-- WEB-16 was MOB-7 once.
INSERT INTO issue_old_key VALUES (10001, 7, 10016);

INSERT INTO issue_label VALUES
    (10004, 'security'), (10004, 'passkeys'), (10005, 'regression'), (10006, 'regression'),
    (10006, 'security'), (10011, 'Frontend'), (10102, 'regression'), (10201, 'security');
INSERT INTO issue_component VALUES
    (10002, 100), (10003, 100), (10005, 100), (10006, 100), (10006, 101), (10011, 101),
    (10103, 102), (10201, 103);
INSERT INTO issue_version VALUES
    (10002, 'fix', 200), (10003, 'fix', 201), (10004, 'fix', 202), (10006, 'fix', 202),
    (10006, 'fix', 203), (10016, 'fix', 203), (10103, 'fix', 204), (10102, 'fix', 205),
    (10201, 'fix', 206), (10005, 'affects', 200), (10006, 'affects', 201);
INSERT INTO issue_sprint VALUES
    (10003, 1), (10004, 1), (10004, 2), (10006, 2), (10007, 3), (10010, 2), (10102, 4), (10105, 4);
INSERT INTO watcher VALUES (10001, 1), (10001, 2), (10005, 1), (10102, 3), (10201, 1);
INSERT INTO vote VALUES (10005, 1), (10005, 2), (10005, 3), (10013, 4);
INSERT INTO issue_view VALUES
    (10004, 1, unixepoch('2026-01-30 08:00') * 1000), (10001, 1, unixepoch('2026-01-29 08:00') * 1000),
    (10007, 2, unixepoch('2026-01-28 08:00') * 1000);
INSERT INTO comment (issue, author, editor, created, updated, body, body_text) VALUES
    (10005, 2, 2, 0, 0, '', 'Happens to me on slow connections, too'),
    (10005, 1, 1, 0, 0, '', 'Cannot reproduce'),
    (10013, 1, 1, 0, 0, '', 'Who needs gift cards?');
INSERT INTO worklog (issue, author, editor, created, updated, started, seconds, body_text) VALUES
    (10004, 1, 1, 0, 0, unixepoch('2026-01-29 14:00') * 1000, 7200, 'Talked to the designers'),
    (10008, 4, 4, 0, 0, unixepoch('2025-10-19 09:00') * 1000, 57600, NULL),
    (10014, 5, 5, 0, 0, unixepoch('2026-01-12 09:00') * 1000, 600, 'Called the vendor');
-- 10000 blocks, 10002 duplicates, 10003 relates to
INSERT INTO issue_link (type, source, destination, created) VALUES
    (10000, 10005, 10006, 0), (10002, 10011, 10005, 0), (10003, 10013, 10016, 0),
    (10000, 10201, 10005, 0);
INSERT INTO attachment (issue, author, name, created, size, media_type, content) VALUES
    (10006, 3, 'crash.log', 0, 5, 'text/plain', x'6372617368');

INSERT INTO history (change, issue, author, created, field, field_id, from_value, from_text,
                     to_value, to_text)
SELECT column1, column2, column3, unixepoch(column4) * 1000, column5, column6, column7, '',
       column8, ''
FROM (VALUES
    (1, 10004, 1, '2025-12-10 09:00', 'status', 'status', '10000', '3'),
    (2, 10004, 2, '2025-12-20 09:00', 'status', 'status', '3', '10001'),
    (3, 10004, 2, '2026-01-30 16:00', 'status', 'status', '10001', '3'),
    (4, 10006, 3, '2026-01-29 10:00', 'status', 'status', '10000', '10001'),
    (5, 10010, 1, '2026-01-10 10:00', 'status', 'status', '10000', '10002'),
    (5, 10010, 1, '2026-01-10 10:00', 'resolution', 'resolution', NULL, '10000'),
    (6, 10016, 4, '2026-01-31 09:00', 'status', 'status', '10000', '10002'),
    (6, 10016, 4, '2026-01-31 09:00', 'resolution', 'resolution', NULL, '10000'),
    (7, 10016, 2, '2026-01-31 11:00', 'status', 'status', '10002', '4'),
    (7, 10016, 2, '2026-01-31 11:00', 'resolution', 'resolution', '10000', NULL),
    (8, 10007, 4, '2025-12-01 09:00', 'assignee', 'assignee', '3', '1'),
    (9, 10006, 1, '2025-10-01 09:00', 'assignee', 'assignee', NULL, '3'),
    (10, 10014, 1, '2026-01-07 09:00', 'priority', 'priority', '3', '1'),
    (11, 10016, 2, '2026-01-31 10:00', 'Fix Version', 'fixVersions', '202', NULL),
    (11, 10016, 2, '2026-01-31 10:00', 'Fix Version', 'fixVersions', NULL, '203'),
    (12, 10013, 1, '2026-01-06 09:00', 'reporter', 'reporter', '5', '2'));

-- 10016 Story point estimate, 10030 Team, 10031 Severity, 10032 Platforms, 10033 Location, 10034
-- Reviewer, 10035 Launch date, 10036 Deployed at, 10037 Customer, 10039 Release notes, 10040
-- Keywords, 10041 Approvers, 10042 Website, 10014 Epic Link
INSERT INTO issue_value (issue, field, position, value, text) VALUES
    (10003, 10016, 0, 3, NULL), (10004, 10016, 0, 8, NULL), (10006, 10016, 0, 5, NULL),
    (10009, 10016, 0, 0.5, NULL),
    (10004, 10034, 0, 3, NULL), (10013, 10034, 0, 1, NULL),
    (10004, 10041, 0, 2, NULL), (10004, 10041, 1, 3, NULL),
    (10003, 10037, 0, 'Blue Door Bakery', NULL), (10004, 10037, 0, 'Harbour Books', NULL),
    (10003, 10039, 0, '{}', 'One click is all it takes'),
    (10004, 10040, 0, 'webauthn', NULL), (10004, 10040, 1, 'login', NULL),
    (10004, 10042, 0, 'https://example.com/passkeys', NULL),
    (10104, 10014, 0, 10001, NULL);
INSERT INTO issue_value (issue, field, position, value)
SELECT column1, column2, column3, unixepoch(column4) * 1000
FROM (VALUES (10004, 10035, 0, '2026-02-01'), (10003, 10035, 0, '2025-11-01'),
             (10003, 10036, 0, '2025-11-01 08:30'));
INSERT INTO issue_value (issue, field, position, value)
SELECT column1, column2, column3,
       (SELECT id FROM field_option WHERE field = column2 AND value = column4)
FROM (VALUES (10005, 10031, 0, 'Critical'), (10006, 10031, 0, 'Major'), (10011, 10031, 0, 'Minor'),
             (10005, 10032, 0, 'Web'), (10005, 10032, 1, 'iOS'), (10012, 10032, 0, 'iOS'),
             (10004, 10030, 0, 'Red'), (10006, 10030, 0, 'Blue'),
             (10004, 10033, 0, 'Germany'), (10004, 10033, 1, 'Berlin'),
             (10006, 10033, 0, 'Germany'), (10007, 10033, 0, 'Japan'), (10007, 10033, 1, 'Tokyo'));
INSERT INTO epic (issue, name) VALUES (10001, 'Accounts'), (10002, 'Checkout'), (10101, 'Offline');

INSERT INTO filter (id, name, owner, jql) VALUES
    (1, 'Open bugs', 1, 'type = Bug AND resolution = Unresolved ORDER BY priority'),
    (2, 'My open bugs', 1, 'filter = "Open bugs" AND assignee = currentUser()'),
    (3, 'Round', 1, 'filter = Trip'),
    (4, 'Trip', 1, 'filter = Round'),
    (5, 'Broken', 1, 'project = '),
    (6, 'Everything', 1, 'ORDER BY created'),
    (7, 'Private', 2, 'project = WEB'),
    (8, 'Shared', 2, 'project = MOB AND type = Bug');
INSERT INTO filter_share (filter, type) VALUES (8, 'authenticated');
