/** Whom a customer looks at: themselves, or somebody whom they stand for. Chosen once, for all pages, as long as this tab is open. */
import { useSyncExternalStore } from "react";
import { ONCE } from "../frame/queries.ts";
import { type Me, useMe } from "../frame/session.ts";

const KEPT = "counterfoil-person";
const listeners = new Set<() => void>();
let chosen: string | null = kept();

function kept(): string | null {
  try {
    return sessionStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

export function choosePerson(subject: string): void {
  chosen = subject;
  try {
    sessionStorage.setItem(KEPT, subject);
  } catch {
    // Storage is forbidden here: it counts until the page is left.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export interface Person {
  readonly subject: string;
  /** Oneself, and not somebody whom one stands for. */
  readonly isSelf: boolean;
}

/** All of them: oneself first. */
export function peopleOf({ subjects, actsFor }: Pick<Me, "subjects" | "actsFor">): Person[] {
  const people = subjects.map((subject) => ({ subject, isSelf: !actsFor.includes(subject) }));
  return [...people.filter(({ isSelf }) => isSelf), ...people.filter(({ isSelf }) => !isSelf)];
}

/** The one that was chosen, as long as one may; else the first; `null`: nobody. */
export const personAmong = (people: readonly Person[], wanted: string | null): Person | null =>
  people.find(({ subject }) => subject === wanted) ?? people[0] ?? null;

/** The one that pages are about now. */
export const chosenAmong = (me: Pick<Me, "subjects" | "actsFor">): Person | null =>
  personAmong(peopleOf(me), chosen);

export function usePeople(): {
  readonly person: Person | null;
  readonly people: readonly Person[];
} {
  const me = useMe();
  const wanted = useSyncExternalStore(subscribe, () => chosen);
  const people = peopleOf(me);
  return { people, person: personAmong(people, wanted) };
}

/** How often queries about this person ask: to look is recorded where it is of somebody else, so those do it once. */
export const useRecordedReading = (subject: string): Partial<typeof ONCE> =>
  useMe().actsFor.includes(subject) ? ONCE : {};
