package io.jenkins.plugins.spindelivery.e2e;

import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.htmlunit.html.DisabledElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlCheckBoxInput;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlOption;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;
import org.htmlunit.html.HtmlTextArea;
import org.jvnet.hudson.test.JenkinsRule;

/** A person before a form, who knows nothing but what is written there: buttons and fields are found by their words. */
final class Clicks {
    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();
    private static final int MILLIS_FOR_SCRIPTS = 100;
    private static final String CHUNK = "div[contains(@class, 'repeated-chunk') and @descriptorid]";

    private final JenkinsRule.WebClient client;
    private final HtmlPage page;

    /**
     * Looks at a page.
     *
     * @param client whoever looks, with JavaScript
     * @param page what to look at
     */
    Clicks(JenkinsRule.WebClient client, HtmlPage page) {
        this.client = client;
        this.page = page;
    }

    /** What has been added last to a list of the form. */
    HtmlElement latest() {
        List<HtmlElement> innermost = page.getByXPath("//" + CHUNK + "[not(.//" + CHUNK + ")]");
        return innermost.get(innermost.size() - 1);
    }

    /** Opens the menu of a button, and adds what an entry names. */
    void add(String button, String entry) throws IOException {
        int before = page.getByXPath("//" + CHUNK).size();
        button(button).click();
        visible(
                        page.getBody(),
                        ".//*[contains(@class, 'jenkins-dropdown__item')][normalize-space(.) = '" + entry + "']")
                .click();
        await(entry, () -> page.getByXPath("//" + CHUNK).size() > before ? page : null);
    }

    /** Chooses what kind of job to make. */
    void kind(String name) throws IOException {
        visible(page.getBody(), ".//li[@role = 'radio'][.//*[normalize-space(.) = '" + name + "']]")
                .click();
        await("OK", () -> ((DisabledElement) button("OK")).isDisabled() ? null : page);
    }

    /** Ticks a box. */
    void tick(HtmlElement part, String words) throws IOException {
        HtmlElement label = visible(part, ".//label[normalize-space(.) = '" + words + "']");
        label.click();
        HtmlCheckBoxInput box = label.getFirstByXPath("../input[@type = 'checkbox']");
        await(words, () -> box.isChecked() ? box : null);
    }

    /** Chooses what a stage does, when the form of the choice that Jenkins makes at first has come. */
    void does(HtmlElement stage, String step) {
        visible(stage, ".//div[@name = 'step']//*[self::input or self::textarea]");
        select(stage, "What it does", step);
    }

    /** Chooses from a list. */
    void select(HtmlElement part, String field, String option) {
        HtmlSelect list = (HtmlSelect) field(part, field, "select");
        HtmlOption chosen = await(option, () -> list.getOptions().stream()
                .filter(each -> each.getText().equals(option))
                .findFirst()
                .orElse(null));
        list.setSelectedAttribute(chosen, true);
    }

    /** Types into a field of one line, or of several. */
    void type(HtmlElement part, String field, String text) {
        HtmlElement input = field(part, field, "*[self::input[@type = 'text'] or self::textarea]");
        if (input instanceof HtmlTextArea area) {
            area.setText(text);
        } else {
            ((HtmlInput) input).setValue(text);
        }
    }

    /** The whole form. */
    HtmlElement form() {
        return page.getFormByName("config");
    }

    /** Presses a button that leads to another page. */
    HtmlPage press(String words) throws IOException {
        return button(words).click();
    }

    private HtmlElement button(String words) {
        return visible(page.getBody(), ".//button[normalize-space(.) = '" + words + "']");
    }

    private HtmlElement field(HtmlElement part, String words, String element) {
        return visible(
                part,
                ".//div[contains(@class, 'jenkins-form-item')][div[contains(@class, 'jenkins-form-label')]"
                        + "[starts-with(normalize-space(.), '" + words + "')]]//" + element);
    }

    /** The last of the elements that can be seen: what was added last is below. */
    private HtmlElement visible(HtmlElement part, String path) {
        return await(path, () -> part.<HtmlElement>getByXPath(path).stream()
                .filter(DomNode::isDisplayed)
                .reduce((earlier, later) -> later)
                .orElse(null));
    }

    /** Asks again while the page's scripts go on. */
    private <T> T await(String what, Supplier<T> wanted) {
        long end = System.nanoTime() + PATIENCE;
        while (true) {
            T found = wanted.get();
            if (found != null) {
                return found;
            }
            assertTrue("nobody sees " + what, System.nanoTime() < end);
            client.waitForBackgroundJavaScript(MILLIS_FOR_SCRIPTS);
        }
    }
}
