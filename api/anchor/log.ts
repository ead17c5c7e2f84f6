/** What the anchor side tells its operator; pino's loggers have this shape. Details never hold keys or RPC addresses. */
export interface AnchorLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export const silentLog: AnchorLog = { info() {}, warn() {}, error() {} };
