/**
 * Files that are left out together: each fold is trained without its files and judged on them. What shares texts is in one
 * fold (injected tool results and the tool results they were made from).
 */
export const folds: readonly (readonly string[])[] = [
  [
    "attack_hackaprompt",
    "attack_garak",
    "mixed_hinglish",
    "benign_dolly",
    "benign_docs",
    "hard_benign_gpteacher_roleplay",
    "benign_support_clinc150",
    "benign_gsm8k",
    "benign_code_humaneval",
  ],
  [
    "attack_indirect_asb_derived",
    "mixed_rebere2",
    "attack_self_reminder_jailbreaks",
    "benign_arena_hard",
    "hard_benign_prompts_chat",
    "benign_tool_results_fixtures",
    "benign_tool_results_taubench",
    "benign_support_taubench",
    "benign_multi_belle_zh",
  ],
  [
    "mixed_indirect_piarena_short",
    "attack_spikee",
    "attack_giskard",
    "hard_benign_security_docs",
    "benign_ultrachat",
    "benign_bfcl_queries",
    "benign_ifeval",
    "hard_benign_prompts_zh",
  ],
  [
    "attack_jailbreak_inthewild",
    "mixed_pif_bench",
    "mixed_multilingual_handwritten",
    "hard_benign_llm_security_docs",
    "benign_code_gpteacher",
    "benign_oasst",
    "benign_p3_tasks",
    "benign_support_banking77",
    "attack_payloads_misc",
    "attack_gptfuzz_templates",
  ],
  [
    "attack_owasp_aitg",
    "mixed_aliakarma",
    "attack_indirect_garak_latent",
    "hard_benign_agent_instructions",
    "benign_code_files",
    "benign_multi_xquad",
    "benign_gpteacher_toolformer",
    "benign_fuzzyai_prompts",
    "mixed_jackhhao_jailbreak_classification",
    "benign_self_instruct",
  ],
];

/** Made from other files' texts: never trained on when a fold is judged. */
export const transformedFiles: ReadonlySet<string> = new Set(["dev_obfuscated_attacks", "dev_obfuscated_benign"]);

/** Texts that only measure: hand-written probes, and what was made from others. */
export function neverTrainedOn(file: string): boolean {
  return transformedFiles.has(file) || file.startsWith(probePrefix);
}

export const probePrefix = "probes_";
