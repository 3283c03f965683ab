/** What users demand of an answer's form, and how they talk to a service: orders to a model that are theirs to give. */
export const demandTemplates: readonly string[] = [
  "{wishFor} [Use|Write] [exactly|at least|no more than] {number} [words|sentences|paragraphs|bullet points][, all in capital letters|, without commas|, each starting with a verb|].",
  "{wishFor} [Wrap|Put|Enclose] [your whole answer|the title] in [double quotes|asterisks|<<angle brackets>>|square brackets][ and add nothing outside them|].",
  "{wishFor} [Add|Append|Include] [a postscript that starts with P.S.|a title|three hashtags|a line 'written by {name}'] at the [end|top|bottom].",
  "{wishFor} [The word '{city}'|The letter q|The phrase 'in short'] [must|should] [appear|be used] [at least|fewer than|exactly] {number} times.",
  "{wishFor} [Say|Give] [it|your answer] [twice|in two versions], [separated by|and between them put] [six asterisks|a line of dashes|***].",
  "{wishFor} [Answer|Reply|Respond] in [lowercase only|Spanish|the style of a pirate|JSON|a table with two columns|rhymes][ and in no other form|, please|].",
  "[Before|First, before] [you write|you answer|anything else], [copy|restate|repeat] [my request|the question|this sentence] [without changing a word|exactly|once]. [Then|After that] {wishFor}",
  "{wishFor} [Your|The] [last|first|final] [sentence|line|words] [should|must|has to] be '[That is all for today.|Ask me more!|Kind regards, {name}|Over and out]'[ with nothing behind it|].",
  "{wishFor} [Do not|Never|You may not] [use|mention|include] [the letter e|any names|numbers|exclamation marks|the words 'very' and 'nice'|bold text].",
  "{wishFor} [Highlight|Mark|Underline] [two|some|key] [parts|words] with [*stars*|**bold**|CAPITALS]. [Leave|Include] [placeholders in square brackets|room for my address].",
  "[That's|That is|This is] [all|everything|it] [for now|I need|for today][, thank you|, thanks a lot|, bye|]. [###|***|]",
  "[Yes|Right|Correct|OK], [please|go ahead and] [proceed|continue|cancel it|book it|do that|use the card on file|send it to my address].",
  "[My user id is|I am|It is] {name}_[{number}|smith_{number}]. [Just|Only] [cancel|change|refund] [those|the two|all] [items|bookings], [nothing else|that's all|please].",
  "[What|Which] [can you|do you] [do|know|answer|have answers for|help with|remember]? [Are you|Do you have] [a person|from here|real|feelings|a name]?",
  "[How long|How large] is your [context|memory|answer limit]? [Which model are you|When were you trained|Who made you]?",
  "[Summarise|Shorten|Translate|Continue|Explain] what you [wrote|said|listed] [above|before|in your last answer] [in half a page|in French|for a child].",
  "[Tell me|Inform me of|What is] my [balance|current rating|pin for the new card|checking account|seat number|last order|username].",
  "[You are|Act as] [the moderator of our forum|a Discord bot for a racing game|the narrator of a quiz]. [Reply in the language of the message.|Do not mention that you are a bot.|Only output the verdict.|Keep to the topic.] [Message|Post|First line]: {wishFor}",
  "[Output|Print|Answer with] ['ethical' or 'not ethical'|'spam' or 'no spam'|yes or no|a label] [only|for each line]: [{fact}|he kept the change|the cat was fed twice].",
  "[Take|Change|Swap] the [capital|first|last] letters of [each word|the names] [and put them at the end|to lowercase]: {fact}",
  "[Write|Draft] step-by-step instructions [for|on how to] [descale a kettle|use the device that you invented|answer difficult questions|apply for a visa], [with|including] [materials|warnings|an example].",
];

export const demandSlots = {
  wishFor: [
    "Write a [poem|rap|blog post|joke|limerick|letter|tweet|review] about {subject}.",
    "Write [an advertisement|a slogan|a product text] for the {product}.",
    "Is {city} [worth a visit|a good place to study]?",
    "Describe {subject}.",
    "Rewrite this: '{fact}'",
    "Plan [a weekend in {city}|a birthday party|my week].",
    "Give me [advice on a job interview|ideas for dinner|names for a dog].",
    "Compare [tea and coffee|{city} and {city}|two phones].",
    "Explain {subject} to [a child|my boss].",
    "Write an email to {name} about [the budget|a raise|the broken {product}].",
  ],
} as const;
