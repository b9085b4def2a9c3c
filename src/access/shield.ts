import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { logRefusal } from '../accesslog/refusals.js';
import type { RequestContext } from '../request.js';
import { type Grant, nameOf } from './grants.js';
import { permits, refusal } from './permits.js';
import type { Policy } from './policy.js';
import { applyMiddleware, rule, shield } from './shieldAdapter.js';

const always = (grant: Grant) => grant.kind === 'open' || grant.kind === 'inherited';

/**
 * The application's gate in front of every field that can be refused. One rule a distinct grant, never cached (a cache
 * would hand one row's verdict to another); fields that are open to whoever has their parent are left unwrapped, which is
 * safe because a field without a grant stops the start.
 */
export function guard(schema: GraphQLSchema, policy: Policy): GraphQLSchema {
  const rules = new Map<string, ReturnType<ReturnType<typeof rule>>>();
  const ruleOf = (grant: Grant) => {
    const name = nameOf(grant);
    let made = rules.get(name);
    if (!made) {
      made = rule(name, { cache: 'no_cache' })(
        (row, _arguments, context: RequestContext, info: GraphQLResolveInfo) =>
          permits(grant, row, context, String(info.path.key)),
      );
      rules.set(name, made);
    }
    return made;
  };
  const tree: Record<string, Record<string, ReturnType<typeof ruleOf>>> = {};
  for (const [at, grant] of policy) {
    const [type, field] = at.split('.') as [string, string];
    if (always(grant) || !('getInterfaces' in (schema.getType(type) ?? {}))) continue;
    tree[type] ??= {};
    tree[type][field] = ruleOf(grant);
  }
  const roots = new Set(
    [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].map((root) => root?.name),
  );
  return applyMiddleware(
    schema,
    shield(tree, {
      // Our own errors pass as they are; all others are masked by the server, not by shield.
      allowExternalErrors: true,
      // A refused operation is an error, a withheld field is null without one.
      fallbackError: (async (
        _e: unknown,
        _p: unknown,
        given: object,
        context: RequestContext,
        info: GraphQLResolveInfo,
      ) => {
        if (!roots.has(info.parentType.name)) return null;
        await logRefusal(context, info, given);
        return refusal(context);
      }) as never,
    }),
  );
}
