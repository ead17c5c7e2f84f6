/** What is logged and counted of a request: never its address, which holds identifiers, nor its body. */
export interface RequestLog {
  readonly method: string;
  /** Pattern of the route, or `-`. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
}
