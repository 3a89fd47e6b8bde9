#include "sandbox/seed/names.h"

#define LIST(variable, ...)                                                                        \
    static const char *const variable##_items[] = {__VA_ARGS__};                                   \
    const struct names variable = {variable##_items, sizeof variable##_items / sizeof(char *)}

LIST(names_people, "Robin Ashdown", "Amara Okafor", "Benoît Lefèvre", "Chiara Rossi",
     "Daniel Weber", "Elif Yılmaz", "Freya Lindqvist", "Gabriel Santos", "Hana Novák",
     "Ikram Haddad", "João Pereira", "Katarzyna Zielińska", "Liam Murphy", "Mei-Ling Chen",
     "Noor de Vries", "Olena Kovalenko", "Priya Raman", "Quentin Dubois", "Rosa Delgado",
     "Søren Madsen", "Tomasz Nowak", "Uma Patel", "Victor Petrov", "Yuki Tanaka");

static const struct key_name projects[] = {
    {"WEB", "Web Shop", "The shop that customers see"},
    {"MOB", "Mobile App", "The shop for phones, on both platforms"},
    {"PLAT", "Platform", "Services that everything else stands on"},
    {"SUP", "Customer Support", "What customers report"},
    {"DATA", "Data Pipeline", "Collects, cleans and serves the numbers"},
    {"SEC", "Security", "Findings, audits and hardening"},
    {"DSGN", "Design System", "Components, tokens and guidelines"},
    {"OPS", "Operations", "Servers, networks, on-call"},
};
const struct key_names names_projects = {projects, sizeof projects / sizeof *projects};

static const struct key_name spaces[] = {
    {"ENG", "Engineering", "How we build and run things"},
    {"PROD", "Product", "What we build, for whom and why"},
    {"OPS", "Operations", "Runbooks, incidents, on-call"},
    {"HR", "People", "Working here"},
    {"MKT", "Marketing", "Campaigns, press, brand"},
    {"DOCS", "Documentation", "Manuals for customers"},
};
const struct key_names names_spaces = {spaces, sizeof spaces / sizeof *spaces};

LIST(names_labels, "accessibility", "api", "backend", "blocked-by-vendor", "customer-request",
     "database", "documentation", "frontend", "good-first-issue", "infrastructure", "localisation",
     "performance", "quick-win", "refactoring", "regression", "security", "tech-debt", "testing",
     "usability");

LIST(names_page_labels, "architecture", "decision", "draft", "guide", "howto", "meeting-notes",
     "onboarding", "policy", "postmortem", "reference", "retrospective", "roadmap", "runbook",
     "template");

LIST(names_components, "Login page", "Checkout", "Search box", "Order history", "Invoice export",
     "Notification service", "Image upload", "Rate limiter", "Password reset", "Settings dialog",
     "Payment gateway", "Session cache", "Audit log", "Report generator", "Import wizard",
     "Webhook delivery", "Address form", "Nightly backup", "Feature flag service",
     "Recommendation engine", "Shipping calculator", "Admin dashboard", "Currency converter",
     "Mail templates");

LIST(names_symptoms, "returns an error", "loses unsaved changes", "takes more than ten seconds",
     "shows yesterday's data", "ignores the selected language", "sends the message twice",
     "drops the last row", "rounds amounts wrongly", "crashes", "shows an empty list",
     "accepts invalid dates", "leaks a connection", "forgets the chosen filter",
     "scrolls back to the top", "prints garbled characters");

LIST(names_conditions, "when the session expires", "on slow connections",
     "after a time zone change", "for accounts without an address", "in private windows",
     "when two tabs are open", "after the upgrade", "with more than 1,000 items",
     "on the first of the month", "for right-to-left languages", "behind a proxy",
     "when the cache is cold", "with special characters in the name", "after a failed payment",
     "on tablets");

LIST(names_tasks, "Upgrade the database driver of the %s", "Write a runbook for the %s",
     "Remove dead code from the %s", "Add metrics to the %s", "Document the API of the %s",
     "Split the tests of the %s", "Review access rights of the %s",
     "Move the %s to the new cluster", "Replace the deprecated library in the %s",
     "Load-test the %s", "Translate the texts of the %s", "Clean up feature flags of the %s");

LIST(names_features, "export my orders as a spreadsheet", "save a search and get back to it",
     "undo the last change", "invite a colleague by e-mail", "pay with a saved card",
     "see who changed what", "filter the list by several labels", "pause notifications for a week",
     "schedule a report", "compare two versions side by side", "sign in with a passkey",
     "upload several files at once", "follow a parcel on a map", "merge duplicate accounts",
     "use the keyboard for everything");

LIST(names_roles, "customer", "support agent", "shop owner", "administrator", "accountant",
     "new user", "developer", "translator", "warehouse worker", "auditor");

LIST(names_epics, "Faster checkout", "Self-service returns", "One account for everything",
     "Accessibility audit", "Move to the new data centre", "Payment provider change",
     "Reporting, second edition", "Passwordless sign-in", "Offline mode", "Zero-downtime releases",
     "Supplier portal", "Mobile first");

LIST(names_topics, "Release", "Incident", "Onboarding", "Architecture", "Sprint", "Security",
     "Database", "Deployment", "Monitoring", "Backup", "API", "Customer", "Pricing", "Hiring",
     "Roadmap", "Testing", "Accessibility", "Branding", "Support", "Payment", "Search", "Network",
     "Access", "Licence", "Budget", "Quarterly", "Migration", "Performance", "Translation",
     "Supplier", "Holiday", "Office", "Design", "Analytics", "Newsletter", "Training", "Capacity",
     "Vendor", "Compliance", "Mobile");

LIST(names_page_kinds, "checklist", "handbook", "decision record", "meeting notes", "overview",
     "runbook", "review", "guidelines", "FAQ", "plan", "report", "glossary", "how-to", "template",
     "retrospective", "requirements", "proposal", "contacts", "timeline", "policy", "inventory",
     "principles", "status", "lessons learned", "open questions");

LIST(names_sentences, "The numbers of the last quarter show where the time goes.",
     "Nobody should need to ask twice how this works, so it is written down here.",
     "We agreed to try it with one team first and to look at the results after a month.",
     "If something is unclear, ask in the channel and then update this page.",
     "The service keeps running while the change is rolled out, one machine at a time.",
     "Most of the reports come from customers with more than one address.",
     "A rollback takes about five minutes & needs no approval.",
     "Measured on Monday morning, the slowest tenth of requests took 840 ms.",
     "This supersedes the version from spring, which is kept for reference.",
     "The supplier has confirmed the date; a written answer is still due.",
     "It happens in about one case out of two hundred, always in the evening.",
     "Everything that is <not> listed here stays as it is.",
     "The first step is small on purpose: it can be undone at any time.",
     "Two people need to approve, one of them from operations.",
     "Support has a text ready for customers who ask about it.",
     "Costs stay below the budget as long as traffic doesn't double.",
     "The old interface is switched off at the end of the year.",
     "Results are checked against last year's before they are published.");

LIST(names_steps, "Sign in with a test account", "Open the list and choose the first entry",
     "Change the address and save", "Wait for the confirmation e-mail", "Check the dashboard",
     "Tell the people on call", "Run the smoke tests", "Compare the totals", "Close the ticket",
     "Write down what was different", "Restart the worker", "Ask for a second pair of eyes");

LIST(names_code, "curl -fsS https://status.example.com/health | jq .status",
     "SELECT status, count(*)\nFROM orders\nWHERE created > now() - interval '1 day'\nGROUP BY 1;",
     "kubectl rollout restart deployment/checkout",
     "for host in web-1 web-2; do\n  ssh \"$host\" uptime\ndone",
     "{\n  \"retries\": 3,\n  \"timeout\": \"2s\"\n}",
     "if (amount < 0 && !refund) {\n    return -1;\n}");

LIST(names_headings, "Background", "Steps", "Decision", "Who to ask", "What we know",
     "Open questions", "Timeline", "Consequences", "How to check", "References");

LIST(names_comments, "I have seen this on my machine, too.", "Can somebody else take a look?",
     "It is in the plan for next week.", "Thanks, that helped a lot!",
     "We talked about it in the stand-up: let us keep it small.",
     "Who knows whether anyone still depends on that?", "The fix is merged and waits for a deploy.",
     "Please add a test before this goes out.", "I can't see it any more since yesterday.",
     "Moved on to the team that owns it.", "Good catch.", "See the numbers in the attached file.",
     "This is the third report of the same kind.", "Let us decide on Thursday.");

LIST(names_work, "Looked into it", "Wrote the tests first", "Reviewed and merged",
     "Talked to the team that runs it", "Tried two ways, kept the simpler one", "Cleaned up");

LIST(names_customers, "Adler & Sons", "Brightwater Ltd", "Cascade Foods", "Duna Kft.",
     "Elm Street Books", "Fjord Outdoor", "Granite Insurance", "Harbour Hotels");

LIST(names_posts, "What we learned this quarter", "Welcome to our new colleagues",
     "A week without incidents", "The new office is open", "Thank you for a good year",
     "How we halved our loading times");
