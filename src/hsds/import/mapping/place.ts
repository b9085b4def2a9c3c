import type { Notes, Value } from './repairs.js';

/** Leaves out coordinates that are no place on Earth, or the null island that stands for none. */
export function settlePlace(values: Record<string, Value>, notes: Notes, said: string) {
  const { latitude, longitude } = values;
  const none = (value: Value | undefined) => value === null || value === undefined;
  if (none(latitude) && none(longitude)) return;
  const onEarth = (value: Value | undefined, most: number) => !none(value) && Math.abs(Number(value)) <= most;
  const nowhere = latitude === 0 && longitude === 0;
  if (!nowhere && onEarth(latitude, 90) && onEarth(longitude, 180)) return;
  notes.repaired('Coordinates that cannot be a place were left out', said);
  values.latitude = null;
  values.longitude = null;
}
