package io.jenkins.plugins.spindelivery.engine.manifest.read;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Turns bytes into text: UTF-8, or UTF-16 when a byte-order mark says so, as Windows' shells write it. */
final class TextDecoder {
    private static final char REPLACEMENT = '\uFFFD';

    private TextDecoder() {}

    /**
     * The text of a file.
     *
     * @param content its bytes
     * @return the text; a byte-order mark of UTF-8 stays in it as the character U+FEFF
     * @throws Unreadable when the bytes are no text in that encoding; it names the first bad line
     */
    static String decode(byte[] content) {
        if (startsWith(content, 0xFF, 0xFE)) {
            return strictly(content, 2, StandardCharsets.UTF_16LE);
        }
        if (startsWith(content, 0xFE, 0xFF)) {
            return strictly(content, 2, StandardCharsets.UTF_16BE);
        }
        // The lenient decoder is several times faster; only where it may have replaced something is a second look due.
        String text = new String(content, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : strictly(content, 0, StandardCharsets.UTF_8);
    }

    private static String strictly(byte[] content, int offset, Charset charset) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(content, offset, content.length - offset);
        CharBuffer text = CharBuffer.allocate(content.length - offset);
        CoderResult result = decoder.decode(bytes, text, true);
        if (!result.isError()) {
            result = decoder.flush(text);
        }
        String decoded = text.flip().toString();
        if (result.isError()) {
            int line = 1 + (int) decoded.chars().filter(c -> c == '\n').count();
            throw Unreadable.everything(new Fault("manifest.read-encoding", line, charset.name()));
        }
        return decoded;
    }

    private static boolean startsWith(byte[] content, int first, int second) {
        return content.length >= 2 && (content[0] & 0xFF) == first && (content[1] & 0xFF) == second;
    }
}
