-- What rows are compared by stays in them as it is: to unpack it, or to fetch it from beside them, for each row of a walk costs
-- more than the pages that it takes. What only an index looks at is the largest, and so the first that goes beside them.
alter table service_searches alter name set storage main, alter names set storage main, alter agency set storage main,
  alter districts set storage main, alter dongs set storage main, alter languages set storage main, alter terms set storage main,
  alter cost set storage main, alter hours set storage main, alter said set storage external, alter marks set storage external,
  reset (toast_tuple_target);
--> statement-breakpoint
-- How common a word is `hamkke.shares` finds out: what the planner would read of these costs it more than it tells.
alter table service_searches alter said set statistics 0, alter marks set statistics 0, alter names set statistics 0,
  alter agency set statistics 0;
--> statement-breakpoint
-- Whoever hides a service or an agency takes back what it is found by in the same transaction, or cannot commit.
alter table service_searches alter constraint service_searches_service deferrable initially deferred;
--> statement-breakpoint
alter table service_searches alter constraint service_searches_organization deferrable initially deferred;
