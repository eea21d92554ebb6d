import type { Role } from '../../../../domain/people.ts';
import type { adminTexts } from './texts.ts';

type Texts = (typeof adminTexts)['en'];

/** A role as people call it. */
export function roleName(role: Role, t: Texts): string {
  return role === 'manager' ? t.managerRole : t[role];
}
