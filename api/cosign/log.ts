/** What the operator is told; pino's loggers have this shape. Details hold names, codes and sizes. */
export interface CosignLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
