"""Files that are laid out in pages or paragraphs: PDF, Word and its kin, RTF, EPUB, scans."""
