package io.jenkins.plugins.spindelivery.engine.canary.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Writes a chart as SVG. Each element has a class, by which a style sheet colours it, and the attributes by which it can be
 * read without one: many viewers drop the style sheets of a file.
 */
final class Svg {
    private final StringBuilder out = new StringBuilder();
    private final double width;
    private final double height;

    /**
     * Begins a chart.
     *
     * @param id unlike any other on the same page
     * @param width in pixels
     * @param height in pixels
     * @param title what it shows, for people who do not see it
     * @param description what can be seen in it
     */
    Svg(String id, double width, double height, String title, String description) {
        this.width = width;
        this.height = height;
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"spin-chart\" role=\"img\" viewBox=\"0 0 ")
                .append(number(width))
                .append(' ')
                .append(number(height))
                .append("\" width=\"")
                .append(number(width))
                .append("\" height=\"")
                .append(number(height))
                .append("\" aria-labelledby=\"")
                .append(escape(id + "-title"))
                .append(' ')
                .append(escape(id + "-text"))
                .append("\">");
        element("title", id + "-title", title);
        element("desc", id + "-text", description);
    }

    private void element(String name, String id, String text) {
        out.append('<').append(name).append(" id=\"").append(escape(id)).append("\">");
        out.append(escape(text)).append("</").append(name).append('>');
    }

    double width() {
        return width;
    }

    double height() {
        return height;
    }

    void line(String style, double x1, double y1, double x2, double y2, String attributes) {
        out.append("<line class=\"").append(style).append("\"");
        attribute("x1", x1);
        attribute("y1", y1);
        attribute("x2", x2);
        attribute("y2", y2);
        out.append(' ').append(attributes).append("/>");
    }

    /** An attribute's text comes from this package alone; what comes from elsewhere is text of an element. */
    void path(String style, String data, String attributes) {
        if (!data.isEmpty()) {
            out.append("<path class=\"")
                    .append(style)
                    .append("\" d=\"")
                    .append(data)
                    .append("\" fill=\"none\" ")
                    .append(attributes)
                    .append("/>");
        }
    }

    /** A mark with words that appear when it is pointed at. */
    void mark(String style, String data, String attributes, String words) {
        out.append("<path class=\"")
                .append(style)
                .append("\" d=\"")
                .append(data)
                .append("\" ");
        out.append(attributes).append("><title>").append(escape(words)).append("</title></path>");
    }

    void text(String style, double x, double y, String anchor, String words) {
        out.append("<text class=\"").append(style).append("\"");
        attribute("x", x);
        attribute("y", y);
        out.append(" text-anchor=\"").append(anchor);
        out.append("\" font-size=\"11\" font-family=\"sans-serif\" fill=\"currentColor\">");
        out.append(escape(words)).append("</text>");
    }

    private void attribute(String name, double value) {
        out.append(' ').append(name).append("=\"").append(number(value)).append('"');
    }

    /** The whole chart. */
    String end() {
        return out.append("</svg>").toString();
    }

    static String number(double value) {
        return BigDecimal.valueOf(value)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Text that is neither an element nor an end of an attribute, and that XML allows. */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(c < ' ' && c != '\n' && c != '\t' ? '?' : c);
            }
        });
        return safe.toString();
    }
}
