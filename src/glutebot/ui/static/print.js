/* The page to print: its one button. */
document.getElementById("gs-print")?.addEventListener("click", () => window.print());
