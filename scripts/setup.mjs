#!/usr/bin/env node
/**
 * Installs what the project needs, if that is missing or out of date. `npm start` and `npm test` run it first, so that those two
 * commands are all there is to set up.
 *
 * It runs on whatever Node the machine has (20 or newer) and needs no package. npm itself must run on Node 22 or newer while it
 * installs: on an older one it silently leaves out native bindings of packages that ask for a newer Node (Hardhat then fails with
 * HHE27). So on an old Node it has npx fetch the Node that package.json pins, and runs `npm ci` on that.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const stamp = join(root, "node_modules", ".counterfoil-installed");
const NPM_NEEDS = 22;

/** A production server goes without what only tests need. */
const omit = process.env.NODE_ENV === "production" ? ["--omit=dev"] : [];

const read = (name) => readFileSync(join(root, name), "utf8");

/** What an installation depends on: the lock file, the platform that its binaries are for, and what it leaves out. */
function wanted() {
  const hash = createHash("sha256").update(read("package-lock.json")).digest("hex");
  return `${hash} ${process.platform} ${process.arch} ${omit.join(" ")}\n`;
}

/** Tests and checks need everything; whoever asks for an installation gets the one they ask for. All else runs on either, and installs nothing beside a running server. */
const EITHER = ["prestart", "precounterfoil", "prereset"];

function isInstalled() {
  if (!existsSync(stamp)) return false;
  const there = readFileSync(stamp, "utf8");
  if (!EITHER.includes(process.env.npm_lifecycle_event ?? "")) return there === wanted();
  const of = (text) => text.split(" ").slice(0, 3).join(" ").trim();
  return of(there) === of(wanted());
}

function install() {
  const { dependencies } = JSON.parse(read("package.json"));
  const onNewNode = Number(process.versions.node.split(".")[0]) >= NPM_NEEDS;
  const command = onNewNode
    ? ["npm", "ci", ...omit]
    : ["npx", "-y", "-p", `node@${dependencies.node}`, "--", "npm", "ci", ...omit];
  process.stderr.write(
    `Installing the project's packages (once, about a minute): ${command.join(" ")}\n`,
  );
  const { status, error } = spawnSync(command[0], command.slice(1), {
    cwd: root,
    // What a command prints stays its own.
    stdio: ["ignore", 2, "inherit"],
    shell: process.platform === "win32",
    // npm hands the settings of the run that called us to its children; the installation must not inherit them.
    env: Object.fromEntries(
      Object.entries(process.env).filter(
        ([name]) => !/^npm_(lifecycle|package|command|config_loglevel)/.test(name),
      ),
    ),
  });
  if (error) throw error;
  if (status !== 0) {
    process.stderr.write(
      "The installation failed. Its last lines say why; run the command above to try again.\n",
    );
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, wanted());
}

if (!isInstalled()) install();
