/** Step S5: the forms of map proofs (docs/FORMAT.md §6.1). */
import { base64Decode, base64Encode, concat } from "../../../../portal/verify/bytes.ts";
import { sha256 } from "../../../../portal/verify/hash.ts";
import { flip, type Texts, type VectorCase } from "../../case.ts";
import { altered, claimHolds, claimInvalid } from "../../streams/case.ts";
import {
  absent,
  type ClaimJson,
  type CommonJson,
  current,
  history,
  plainStory,
} from "../../streams/claim.ts";
import { type MapLeaf, mapProof } from "../../streams/map.ts";
import { keyOf } from "../../streams/people.ts";
import { anna, CONSENT, mei, story } from "../../streams/story.ts";
import { seed } from "../../world.ts";

const ZERO = new Uint8Array(32);
const PAYMENT = keyOf(mei, "payment");

const refused = (name: string, code: string, texts: Texts, of: ClaimJson) =>
  claimInvalid(name, `completeness/${code}`, texts, of);

const changedMap = (of: ClaimJson, change: (map: CommonJson["map"]) => void) =>
  altered(of, (it) => change(it.map));

function changes(): VectorCase[] {
  const mismatch = (
    name: string,
    texts: Texts,
    change: (map: CommonJson["map"]) => void,
    of: ClaimJson = history(),
  ) => refused(`map-${name}`, "map_mismatch", texts, changedMap(of, change));
  return [
    mismatch(
      "sibling-flipped",
      ["A bit of a sibling is flipped.", "某个兄弟节点有一个比特被翻转。"],
      (map) => {
        map.siblings[1] = flip(map.siblings[1] as string, 17);
      },
    ),
    mismatch(
      "sibling-missing",
      ["The first sibling is missing.", "缺少第一个兄弟节点。"],
      (map) => {
        map.siblings.shift();
      },
    ),
    mismatch(
      "sibling-too-many",
      ["A sibling too many at the root.", "根处多出一个兄弟节点。"],
      (map) => {
        map.siblings.unshift(base64Encode(seed("sibling too many")));
      },
    ),
    mismatch("siblings-swapped", ["Two siblings are exchanged.", "两个兄弟节点互换。"], (map) => {
      const [a, b] = map.siblings;
      if (a && b) [map.siblings[0], map.siblings[1]] = [b, a];
    }),
    mismatch(
      "siblings-leaf-to-root",
      ["The siblings stand from the leaf up.", "兄弟节点自叶向根排列。"],
      (map) => {
        map.siblings.reverse();
      },
    ),
    mismatch(
      "terminal-with-another-value",
      [
        "The map proof says that the last event but one is the newest, which it is not in the map.",
        "映射证明称倒数第二个事件为最新，而映射中并非如此。",
      ],
      (map) => {
        const older = plainStory().consent[4]?.leaf as Uint8Array;
        if (map.terminal) map.terminal.value = base64Encode(older);
      },
      history({ events: (it) => it.consent.slice(0, 5) }),
    ),
    mismatch(
      "terminal-left-out",
      [
        "The stream's own leaf is left out: the proof ends in nothing.",
        "隐去该流自身的叶：证明以空终结。",
      ],
      (map) => {
        map.terminal = null;
      },
      absent({ stream: CONSENT }),
    ),
    mismatch(
      "terminal-invented",
      [
        "A leaf on the way of the key is invented where there is another.",
        "在键的路径上编造了叶，以取代真正的叶。",
      ],
      (map) => {
        const key = keyOf(mei, CONSENT);
        key[31] = (key[31] as number) ^ 1;
        map.terminal = { key: base64Encode(key), value: base64Encode(seed("invented value")) };
      },
      absent({ stream: CONSENT }),
    ),
    mismatch(
      "of-an-older-state",
      ["The map proof is that of the checkpoint before.", "映射证明属于上一个检查点。"],
      (map) => {
        const { siblings, terminal } = history({ size: 16 }).map;
        Object.assign(map, { siblings, terminal });
      },
      history({ events: (it) => it.consent.slice(0, 4) }),
    ),
    refused(
      "map-terminal-on-another-way",
      "map_terminal_elsewhere",
      ["The proof of absence of somebody else's stream.", "他人的流不存在的证明。"],
      changedMap(absent(), (map) => {
        const { siblings, terminal } = elsewhere();
        Object.assign(map, { siblings, terminal });
      }),
    ),
  ];
}

/** A proof that ends in a leaf which is not on the way of the stream that is looked for. */
function elsewhere(): CommonJson["map"] {
  for (const stream of ["payment", "access", "customer", "consent", "order"]) {
    const { map } = absent({ who: anna, stream });
    if (map.terminal === null || map.siblings.length < 2) continue;
    if (((firstByte(map.terminal.key) ^ (PAYMENT[0] as number)) & 0xc0) !== 0) return map;
  }
  throw new Error("no such proof");
}

const firstByte = (base64: string): number => base64Decode(base64)[0] as number;

/** Trees that no honest ledger makes, committed to, signed and cosigned: the proof leads to the root, but has no form. */
function malformed(): VectorCase[] {
  const node = (left: Uint8Array, right: Uint8Array) =>
    sha256(concat(Uint8Array.of(3), left, right));
  const leafOf = ({ key, value }: MapLeaf) => sha256(concat(Uint8Array.of(2), key, value));
  const towards = (key: Uint8Array, own: Uint8Array, other: Uint8Array) =>
    ((key[0] as number) & 0x80) === 0 ? node(own, other) : node(other, own);
  const spelled = ({ key, value }: MapLeaf) => ({
    key: base64Encode(key),
    value: base64Encode(value),
  });
  const rooted = (
    name: string,
    code: string,
    texts: Texts,
    mapRoot: Uint8Array,
    map: CommonJson["map"],
    of = absent,
  ) =>
    refused(
      name,
      code,
      texts,
      altered(of({ story: story({ mapRoot }) }), (it) => {
        it.map = map;
      }),
    );
  const opposite = Uint8Array.from(PAYMENT, (byte) => byte ^ 0xff);
  const wrong: MapLeaf = { key: opposite, value: seed("a value") };
  const sibling = seed("some subtree");
  const customer = keyOf(mei, "customer");
  const version: MapLeaf = { key: customer, value: story().customer[2]!.leaf };
  return [
    rooted(
      "map-leaf-in-the-wrong-half",
      "map_terminal_elsewhere",
      [
        "The map has a leaf in the half of the tree that its key does not belong to.",
        "映射中有一片叶处于其键不属于的那一半。",
      ],
      towards(PAYMENT, leafOf(wrong), sibling),
      { siblings: [base64Encode(sibling)], terminal: spelled(wrong) },
    ),
    rooted(
      "map-node-of-nothing",
      "map_sibling_empty",
      ["A node of the map has nothing on either side.", "映射的某个节点两侧皆空。"],
      node(ZERO, ZERO),
      { siblings: [base64Encode(ZERO)], terminal: null },
    ),
    rooted(
      "map-leaf-beside-nothing",
      "map_sibling_empty",
      [
        "The own leaf lies a step too deep: its last sibling is zero.",
        "自身的叶低了一层：最后的兄弟节点为零。",
      ],
      towards(customer, leafOf(version), ZERO),
      { siblings: [base64Encode(ZERO)], terminal: spelled(version) },
      () =>
        current({ story: story({ mapRoot: towards(customer, leafOf(version), ZERO) }) }) as never,
    ),
    rooted(
      "map-other-leaf-beside-nothing",
      "map_sibling_empty",
      [
        "Another leaf lies a step too deep: its last sibling is zero.",
        "另一片叶低了一层：最后的兄弟节点为零。",
      ],
      towards(PAYMENT, leafOf(neighbour(PAYMENT)), ZERO),
      { siblings: [base64Encode(ZERO)], terminal: spelled(neighbour(PAYMENT)) },
    ),
  ];
}

/** A leaf whose key shares all bits but the last with this one. */
function neighbour(key: Uint8Array): MapLeaf {
  const other = key.slice();
  other[31] = (other[31] as number) ^ 1;
  return { key: other, value: seed("a neighbour's value") };
}

function good(): VectorCase[] {
  const beside = (stream: string) =>
    story({
      more: ({ ledger }) => ledger.strange("neighbour", neighbour(keyOf(mei, stream)).key),
    });
  const alone = story({ map: (truth) => truth.slice(0, 1) });
  const other = keyOf(mei, "payment/01936a3e-7b00-7c3d-8a4f-2b6c5d7e8f90");
  return [
    claimHolds(
      "map-of-256-siblings",
      ["Two keys that differ in their last bit.", "两个键仅末位不同。"],
      history({ story: beside(CONSENT), withhold: () => null }),
    ),
    claimHolds(
      "map-absent-beside-a-neighbour",
      ["The terminal is a leaf that differs in its last bit.", "终端叶仅末位不同。"],
      absent({ story: beside("payment") }),
    ),
    claimHolds(
      "map-of-one-stream",
      [
        "One stream in the map: a proof without siblings, with another leaf.",
        "映射中只有一个流：没有兄弟节点，终端为另一片叶。",
      ],
      absent({ story: alone }),
    ),
    claimHolds(
      "map-current-of-one-stream",
      [
        "One stream in the map: a proof without siblings, with the own leaf.",
        "映射中只有一个流：没有兄弟节点，终端为自身的叶。",
      ],
      current({
        story: story({
          map: (truth, it) => truth.filter(({ value }) => value === it.customer[2]!.leaf),
        }),
      }),
    ),
    claimHolds(
      "map-absent-at-nothing",
      ["The terminal is empty.", "终端为空。"],
      absent({ story: emptyWay(other), stream: "payment/01936a3e-7b00-7c3d-8a4f-2b6c5d7e8f90" }),
    ),
    claimHolds(
      "map-absent-at-another-leaf",
      ["The terminal is another stream's leaf.", "终端为另一个流的叶。"],
      absent({ story: neighbouring(PAYMENT, 5) }),
    ),
  ];
}

/** Below the first bit of this key there is nothing at all. */
function emptyWay(key: Uint8Array) {
  const bit = (one: Uint8Array) => (one[0] as number) & 0x80;
  const told = story({ map: (truth) => truth.filter((leaf) => bit(leaf.key) !== bit(key)) });
  const { terminal } = mapProof(told.ledger.states.get(23)?.map ?? [], key);
  if (terminal !== null) throw new Error("the way is not empty");
  return told;
}

/** A stranger's key that leaves the way of this one after so many bytes. */
function neighbouring(key: Uint8Array, bytes: number) {
  const other = Uint8Array.from(key, (byte, i) => (i < bytes ? byte : byte ^ 0xff));
  return story({ more: ({ ledger }) => ledger.strange("on the way", other) });
}

export function mapCases(): VectorCase[] {
  return [...changes(), ...malformed(), ...good()];
}
