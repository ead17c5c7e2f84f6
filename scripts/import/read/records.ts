import { CsvError, type Info, type Parser, parse } from "csv-parse";
import { MOST_LINE_BYTES } from "./text.ts";

/** The cells of a row, and the line that it begins on. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * csv-parse, fed block by block. Its records are caught as they are made instead of being read from it as a stream: a stream that
 * fails drops what it holds, and the rows before a broken quote would be lost. It also counts a CRLF within quotes as two lines.
 */
export class Records {
  readonly #parser: Parser;
  #made: CsvRecord[] = [];
  #emptyLines = 0;
  /** The line that the next record begins on. */
  nextLine = 1;

  constructor(delimiter: string) {
    this.#parser = parse({
      relax_column_count: true,
      skip_empty_lines: true,
      delimiter,
      max_record_size: MOST_LINE_BYTES,
      on_record: (cells: string[], info: Info) => {
        this.#add(cells, info.empty_lines);
        return null;
      },
    });
    // Faults arrive by the callback of the write that causes them.
    this.#parser.on("error", () => {});
    this.#parser.resume();
  }

  #add(cells: readonly string[], emptyLines: number): void {
    const line = this.nextLine + emptyLines - this.#emptyLines;
    let inside = 0;
    for (const cell of cells) {
      for (let at = cell.indexOf("\n"); at >= 0; at = cell.indexOf("\n", at + 1)) inside++;
    }
    this.#emptyLines = emptyLines;
    this.nextLine = line + 1 + inside;
    this.#made.push({ line, cells });
  }

  /** The records made since the last time. */
  take(): readonly CsvRecord[] {
    const made = this.#made;
    this.#made = [];
    return made;
  }

  /** Yields after each block, and at the end: `null`, or what is wrong and ends the reading. */
  async *read(blocks: AsyncIterable<string>): AsyncGenerator<CsvError | null> {
    try {
      for await (const block of blocks) {
        const fault = await this.#step((done) => this.#parser.write(block, done));
        yield fault;
        if (fault !== null) return;
      }
      yield await this.#end();
    } catch (error) {
      // The blocks broke off behind a whole line: what the parser still held back is a row like any other.
      await this.#end();
      yield null;
      throw error;
    } finally {
      this.#parser.destroy();
    }
  }

  #end(): Promise<CsvError | null> {
    return this.#step((done) => this.#parser.end(done));
  }

  #step(run: (done: (error?: Error | null) => void) => void): Promise<CsvError | null> {
    return new Promise((resolve, reject) => {
      run((error) => {
        if (!error) resolve(null);
        else if (error instanceof CsvError) resolve(error);
        else reject(error);
      });
    });
  }
}
