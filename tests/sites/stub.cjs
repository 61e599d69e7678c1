// Stands for any module that is not installed.
const anything = new Proxy(function () {}, {
  get: (_, key) => (key === "__esModule" ? true : key === Symbol.toPrimitive ? () => "" : key === "then" ? undefined : anything),
  apply: () => anything,
  construct: () => anything,
});
module.exports = anything;
