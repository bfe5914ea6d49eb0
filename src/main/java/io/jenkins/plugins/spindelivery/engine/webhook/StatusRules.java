package io.jenkins.plugins.spindelivery.engine.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.trigger.JsonPaths;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/**
 * What the body of a status means, by Spinnaker's rules: a number is a percentage, and 100 the good end; a text is compared
 * with lists of words without regard to case, and one in none of them means that it is going on; where nothing is at the
 * path, or something that is no single value, that is the bad end.
 *
 * @param path JSONPath to the status; empty when the first good answer is the good end
 * @param progressPath JSONPath to what is told meanwhile; empty for nothing
 * @param success words for the good end
 * @param canceled words for an end that somebody wanted
 * @param terminal words for a bad end
 */
public record StatusRules(
        @JsonProperty("path") String path,
        @JsonProperty("progressPath") String progressPath,
        @JsonProperty("success") List<String> success,
        @JsonProperty("canceled") List<String> canceled,
        @JsonProperty("terminal") List<String> terminal) {
    private static final BigDecimal DONE = BigDecimal.valueOf(100);

    /** Where the work is. */
    public enum Verdict {
        RUNNING,
        SUCCEEDED,
        CANCELED,
        TERMINAL
    }

    /**
     * What a body says.
     *
     * @param verdict where the work is
     * @param value the status as text; empty without a path
     * @param progress what is told meanwhile; may be empty
     * @param why what is wrong with a body that can't be understood; else {@code null}
     */
    public record Reading(Verdict verdict, String value, String progress, Problem why) {}

    public StatusRules {
        success = List.copyOf(success);
        canceled = List.copyOf(canceled);
        terminal = List.copyOf(terminal);
    }

    /**
     * Reads the body of a good answer.
     *
     * @param body as it came
     * @return what it says
     */
    public Reading read(String body) {
        if (path.isEmpty()) {
            return new Reading(Verdict.SUCCEEDED, "", progress(body), null);
        }
        var document = WebhookBody.document(body);
        if (document.isEmpty()) {
            return new Reading(Verdict.TERMINAL, "", "", Problem.of("webhook.status-no-json", "statusJsonPath"));
        }
        List<?> found = JsonPaths.of("statusJsonPath", path).values(document.get());
        Object value = found.size() == 1 ? found.get(0) : null;
        if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
            return new Reading(
                    Verdict.TERMINAL, "", progress(body), Problem.of("webhook.status-missing", "statusJsonPath", path));
        }
        Verdict verdict = value instanceof Number number ? verdict(number) : verdict(value.toString());
        return new Reading(verdict, value.toString(), progress(body), null);
    }

    private static Verdict verdict(Number percent) {
        return new BigDecimal(percent.toString()).compareTo(DONE) == 0 ? Verdict.SUCCEEDED : Verdict.RUNNING;
    }

    private Verdict verdict(String word) {
        if (has(success, word)) {
            return Verdict.SUCCEEDED;
        } else if (has(canceled, word)) {
            return Verdict.CANCELED;
        }
        return has(terminal, word) ? Verdict.TERMINAL : Verdict.RUNNING;
    }

    private static boolean has(List<String> words, String word) {
        String plain = word.strip().toLowerCase(Locale.ROOT);
        return words.stream()
                .anyMatch(each -> each.strip().toLowerCase(Locale.ROOT).equals(plain));
    }

    /** It is only told; so what can't be found is no fault. */
    private String progress(String body) {
        if (progressPath.isEmpty()) {
            return "";
        }
        return WebhookBody.document(body)
                .map(document -> JsonPaths.of("progressJsonPath", progressPath).values(document))
                .filter(found -> found.size() == 1 && found.get(0) != null)
                .map(found -> found.get(0).toString())
                .orElse("");
    }
}
