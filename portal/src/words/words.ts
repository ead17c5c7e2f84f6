/** A catalogue of the same keys in another language. Of a plural (`…_one`, `…_other`) Chinese has the one form: `…_other`. */
export type Words<T> = {
  readonly [K in Exclude<keyof T, `${string}_one`>]: string;
};
