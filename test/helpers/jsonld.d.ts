/** The one function of jsonld.js (which has no types of its own) that tests use. */
declare module "jsonld" {
  interface Options {
    /** Asked for every context that is not in the document. */
    readonly documentLoader: (url: string) => Promise<unknown>;
    /** Fails where something would be dropped in silence. */
    readonly safe: boolean;
  }
  const jsonld: {
    expand(document: object, options: Options): Promise<Readonly<Record<string, unknown>>[]>;
  };
  export default jsonld;
}
