package io.jenkins.plugins.spindelivery.engine.manifest.read;

import java.util.ArrayDeque;
import java.util.Deque;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.scanner.ScannerException;
import org.yaml.snakeyaml.tokens.ScalarToken;
import org.yaml.snakeyaml.tokens.Token;

/**
 * SnakeYAML's scanner, corrected where libyaml, and so kubectl, takes words apart in another way.
 *
 * <p>Tabs may stand between the words of a line and inside brackets, but never as indentation. SnakeYAML's scanner
 * stops at any tab in front of a token. It stops between two tokens with nothing half done, so it can be asked again
 * once the tab is behind it.
 *
 * <p>In {@code [a:]} libyaml reads the text {@code a:}, SnakeYAML a map. Here it is refused, as each reader of such a
 * text means one of the two.
 */
final class LibyamlScanner implements Scanner {
    /** What the exception says about a colon as in {@code [a:]}. */
    static final String COLON_WITHIN_WORD = "found a colon without a blank behind it";

    private final Scanner scanner;
    private final TextReader reader;
    /** Tokens that had to be taken from the scanner before anyone asked for them. */
    private final Deque<Token> drained = new ArrayDeque<>(0);

    private int openBrackets;
    private Token last;

    LibyamlScanner(Scanner scanner, TextReader reader) {
        this.scanner = scanner;
        this.reader = reader;
    }

    @Override
    public boolean checkToken(Token.ID... choices) {
        while (drained.isEmpty()) {
            try {
                return scanner.checkToken(choices);
            } catch (ScannerException e) {
                skipTab(e);
            }
        }
        if (choices.length == 0) {
            return true;
        }
        Token.ID next = drained.peek().getTokenId();
        for (Token.ID choice : choices) {
            if (next == choice) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Token peekToken() {
        while (drained.isEmpty()) {
            try {
                return scanner.peekToken();
            } catch (ScannerException e) {
                skipTab(e);
            }
        }
        return drained.peek();
    }

    @Override
    public Token getToken() {
        return drained.isEmpty() ? take() : drained.remove();
    }

    @Override
    public void resetDocumentIndex() {
        scanner.resetDocumentIndex();
    }

    private Token take() {
        Token token = scanner.getToken();
        if (token.getTokenId() == Token.ID.Value && isWithinWord(token)) {
            throw new ScannerException("", null, COLON_WITHIN_WORD, token.getStartMark());
        }
        last = token;
        switch (token.getTokenId()) {
            case FlowMappingStart, FlowSequenceStart -> openBrackets++;
            case FlowMappingEnd, FlowSequenceEnd -> openBrackets--;
            default -> {
                // No bracket.
            }
        }
        return token;
    }

    /** Whether a colon stands between a word and a bracket or comma, without a blank behind it. */
    private boolean isWithinWord(Token colon) {
        return openBrackets > 0
                && last instanceof ScalarToken word
                && word.getPlain()
                && ",[]{}".indexOf(reader.charAt(colon.getEndMark().getIndex())) >= 0;
    }

    /** Moves behind the tab that stopped the scanner, or throws the exception again when it may not stand there. */
    private void skipTab(ScannerException stopped) {
        if (!isTabBeforeToken(stopped)) {
            throw stopped;
        }
        if (reader.isIndentation()) {
            drain();
            if (openBrackets <= 0) {
                throw stopped;
            }
        } else if (reader.followsIndicatorsOnly()) {
            throw stopped;
        }
        while (reader.peek() == '\t' || reader.peek() == ' ') {
            reader.forward();
        }
    }

    private boolean isTabBeforeToken(ScannerException e) {
        return reader.peek() == '\t' && "while scanning for the next token".equals(e.getContext());
    }

    /**
     * Takes all tokens that the scanner holds, to know how many brackets are open. At the start of a line that is safe:
     * no word of an earlier line can still turn out to be a key, so no token can be put in between.
     */
    private void drain() {
        try {
            while (scanner.checkToken()) {
                drained.add(take());
            }
        } catch (ScannerException e) {
            // It has none left and stands before the tab again.
            return;
        }
    }
}
