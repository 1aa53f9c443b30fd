// What the script of pages is held to: the language's own rules, strictly, and a browser's names.
const names = [
  "addEventListener", "clearTimeout", "document", "localStorage", "setTimeout", "Blob", "URL",
];

export default [
  {
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: "script",
      globals: Object.fromEntries(names.map((name) => [name, "readonly"])),
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "curly": ["error", "multi-line"],
      "eqeqeq": "error",
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-shadow": "error",
      "no-undef": "error",
      "no-unused-vars": "error",
      "no-use-before-define": ["error", { functions: false }],
      "no-var": "error",
      "prefer-const": "error",
      "strict": ["error", "global"],
      "no-restricted-properties": ["error",
        { property: "innerHTML", message: "Texts are set as textContent." },
        { property: "outerHTML", message: "Texts are set as textContent." },
        { property: "insertAdjacentHTML", message: "Texts are set as textContent." },
      ],
    },
  },
];
