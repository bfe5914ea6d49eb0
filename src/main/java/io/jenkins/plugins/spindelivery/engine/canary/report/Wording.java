package io.jenkins.plugins.spindelivery.engine.canary.report;

import io.jenkins.plugins.spindelivery.engine.canary.judge.Classification;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Words and numbers of reports and charts, in one language. */
public record Wording(Locale locale) {
    private static final double MANY = 1e7;
    private static final double FEW = 1e-4;
    private static final int DIGITS = 4;
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    String of(String code, Object... arguments) {
        return Problem.of("canary.report-" + code, "", arguments).message(locale);
    }

    /**
     * A verdict in words.
     *
     * @param verdict what a score means
     * @return such as {@code Marginal}
     */
    public String verdict(Verdict verdict) {
        return of("verdict-" + verdict.word().toLowerCase(Locale.ROOT));
    }

    /**
     * A classification in words.
     *
     * @param classification how a metric compares
     * @return such as {@code High}
     */
    public String classification(Classification classification) {
        return of("classification-" + classification.word().toLowerCase(Locale.ROOT));
    }

    /**
     * A number with as many digits as people compare.
     *
     * @param value any; {@code null} for none
     * @return such as {@code 0.0123}, {@code 1234} or {@code 1.2E+9}
     */
    public static String number(Double value) {
        if (value == null || !Double.isFinite(value)) {
            return "–";
        }
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(DIGITS)).stripTrailingZeros();
        double size = Math.abs(value);
        return size != 0 && (size >= MANY || size < FEW) ? rounded.toString() : rounded.toPlainString();
    }

    /**
     * A length of time on an axis.
     *
     * @param millis in milliseconds
     * @return such as {@code 90 s}, {@code 15 min} or {@code 2.5 h}
     */
    String length(long millis) {
        if (millis < 2 * MINUTE) {
            return of("seconds", number((double) millis / SECOND));
        }
        return millis < 2 * HOUR
                ? of("minutes", number((double) millis / MINUTE))
                : of("hours", number((double) millis / HOUR));
    }
}
