package io.jenkins.plugins.spindelivery.engine.manifest.read;

import java.util.ArrayDeque;
import java.util.Deque;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.scanner.ScannerException;
import org.yaml.snakeyaml.tokens.Token;

/**
 * Lets tabs stand where libyaml, and so kubectl, lets them: between the words of a line and inside brackets, but never
 * as indentation.
 *
 * <p>SnakeYAML's scanner stops at any tab in front of a token. It stops between two tokens with nothing half done, so
 * it can be asked again once the tab is behind it.
 */
final class TabTolerantScanner implements Scanner {
    private final Scanner scanner;
    private final TextReader reader;
    /** Tokens that had to be taken from the scanner before anyone asked for them. */
    private final Deque<Token> drained = new ArrayDeque<>(0);

    private int openBrackets;

    TabTolerantScanner(Scanner scanner, TextReader reader) {
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
        switch (token.getTokenId()) {
            case FlowMappingStart, FlowSequenceStart -> openBrackets++;
            case FlowMappingEnd, FlowSequenceEnd -> openBrackets--;
            default -> {
                // No bracket.
            }
        }
        return token;
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
