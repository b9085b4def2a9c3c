import { extras } from '../../functions.js';
import type { ObjectName } from '../../objects.js';
import { type Child, type Resource, resource } from '../../resources.js';

/** What may stand in an object, in the pages of HSDS's API too. */
export const childrenOf = ({ name, children }: Resource): readonly Child[] =>
  extras[name] ? [...children, extras[name]] : children;

const properties = new Map<ObjectName, ReadonlySet<string>>();

/** Everything that HSDS lets an object say. */
export function known(it: Resource): ReadonlySet<string> {
  const found = properties.get(it.name);
  if (found) return found;
  const made = new Set([...it.fields, ...childrenOf(it)].map(({ name }) => name));
  properties.set(it.name, made);
  return made;
}

/** The object that a source's word for one means: service, services, Service. */
export function entityNamed(said: unknown): ObjectName | null {
  if (typeof said !== 'string') return null;
  const name = said.trim().toLowerCase().replaceAll(' ', '_').replace('services_at', 'service_at');
  for (const each of [name, name.replace(/ies$/, 'y'), name.replace(/s$/, ''), name.replace(/es$/, '')])
    if (isObject(each)) return each;
  return null;
}
const isObject = (name: string): name is ObjectName => resource(name as ObjectName) !== undefined;
