import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";

type Values = Readonly<Record<string, string>>;
export const said = (values: Values, name: string): string => values[name]?.trim() ?? "";

/** What of the fields was filled in. */
export const filled = (values: Values, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.map((name) => [name, said(values, name)]).filter(([, value]) => value !== ""),
  );

export interface Fields {
  readonly text: (
    name: string,
    label: string,
    more?: { readonly hint?: string; readonly most?: number; readonly required?: boolean },
  ) => ReactNode;
  readonly long: Fields["text"];
  /** A number of people or things. */
  readonly count: (name: string, label: string, hint: string) => ReactNode;
  /** Day and time, as the device's place has them. */
  readonly time: (name: string, label: string, hint?: string, required?: boolean) => ReactNode;
  readonly choose: (
    name: string,
    label: string,
    data: readonly { readonly value: string; readonly label: string }[],
    hint?: string,
    required?: boolean,
  ) => ReactNode;
}

/** Fields of a dialog, by name. */
export function useFields(first: Values = {}): {
  readonly values: Values;
  readonly fields: Fields;
  readonly reset: () => void;
  readonly set: (name: string, value: string) => void;
} {
  const [values, setValues] = useState<Values>(first);
  const set = (name: string, value: string): void =>
    setValues((before) => ({ ...before, [name]: value }));
  const of = (name: string) => ({
    value: values[name] ?? "",
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      set(name, currentTarget.value),
  });
  const text: Fields["text"] = (name, label, { hint, most = 200, required = false } = {}) => (
    <TextInput
      {...{ label, required, maxLength: most, ...of(name) }}
      {...(hint === undefined ? {} : { description: hint })}
    />
  );
  const long: Fields["text"] = (name, label, { hint, most = 2_000, required = false } = {}) => (
    <Textarea
      {...{ label, required, maxLength: most, ...of(name) }}
      {...(hint === undefined ? {} : { description: hint })}
      autosize
      minRows={3}
      maxRows={10}
    />
  );
  const count: Fields["count"] = (name, label, hint) => (
    <TextInput inputMode="numeric" maxLength={14} {...{ label, description: hint, ...of(name) }} />
  );
  const time: Fields["time"] = (name, label, hint, required = false) => (
    <TextInput
      type="datetime-local"
      {...{ label, required, ...of(name) }}
      {...(hint === undefined ? {} : { description: hint })}
    />
  );
  const choose: Fields["choose"] = (name, label, data, hint, required = false) => (
    <NativeSelect
      {...{ label, required, data: [...data], ...of(name) }}
      {...(hint === undefined ? {} : { description: hint })}
    />
  );
  return {
    values,
    fields: { text, long, count, time, choose },
    reset: () => setValues(first),
    set,
  };
}
