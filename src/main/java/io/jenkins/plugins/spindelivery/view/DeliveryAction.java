package io.jenkins.plugins.spindelivery.view;

import hudson.model.Api;
import hudson.model.BuildBadgeAction;
import hudson.model.Failure;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.delivery.CanaryReports;
import io.jenkins.plugins.spindelivery.delivery.StageKey;
import io.jenkins.plugins.spindelivery.delivery.Stages;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.judge.Judgments;
import io.jenkins.plugins.spindelivery.notify.NotificationLog;
import io.jenkins.plugins.spindelivery.record.Anchors;
import io.jenkins.plugins.spindelivery.record.ObjectRecord;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.GET;

/** The Delivery page of a build, its JSON, its line on the build's page, and its badges in the build history. */
@ExportedBean
public final class DeliveryAction implements BuildBadgeAction {
    /** Below the build's address. */
    static final String URL = "delivery";

    private final Run<?, ?> run;
    private final Clock clock = Clock.systemUTC();

    DeliveryAction(Run<?, ?> run) {
        this.run = run;
    }

    @Override
    public String getIconFileName() {
        return "symbol-rocket-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return Words.of("view.delivery");
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /**
     * The build.
     *
     * @return whose deliveries are shown
     */
    public Run<?, ?> getRun() {
        return run;
    }

    /**
     * The page's JSON, at {@code api/json}.
     *
     * @return the API
     */
    public Api getApi() {
        return new Api(this);
    }

    /**
     * The stages, for the JSON.
     *
     * @return in the order in which they began
     */
    @Exported
    public List<StageView> getStages() {
        return page(Set.of()).getStages();
    }

    /**
     * The stages of the build's Delivery pipeline, for the JSON: also those that have not begun.
     *
     * @return empty for a build of anything else
     */
    @Exported
    public List<PipelineStageView> getPipeline() {
        PipelineGraphView graph = page(Set.of()).getGraph();
        return graph == null ? List.of() : graph.getStages();
    }

    /**
     * What the page shows now; with the parameter {@code all}, all objects of the stages that it names.
     *
     * @return one moment
     */
    public DeliveryPage getPage() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        String[] whole = request == null ? null : request.getParameterValues("all");
        return page(whole == null ? Set.of() : Arrays.stream(whole).collect(Collectors.toSet()));
    }

    private DeliveryPage page(Set<String> whole) {
        return new DeliveryPage(run, whole, clock.millis());
    }

    /**
     * Who was told of this build.
     *
     * @return in the order in which things happened
     */
    public List<NotificationView> getNotifications() {
        return NotificationLog.of(run).stream().map(NotificationView::new).toList();
    }

    /**
     * What the build came to, in short.
     *
     * @return for the build's page and the build history
     */
    public RunSummary getSummary() {
        return Summaries.get().of(run);
    }

    /**
     * The part of the page that changes, as HTML.
     *
     * @param request asks for it
     * @param response gets it
     * @throws ServletException when it can't be made
     * @throws IOException when the reader is gone
     */
    @GET
    public void doLive(StaplerRequest2 request, StaplerResponse2 response) throws ServletException, IOException {
        run.checkPermission(Item.READ);
        request.getView(this, "_live").forward(request, response);
    }

    /**
     * The difference of one object, as plain text.
     *
     * @param stage the stage's key
     * @param object the object's place on the page
     * @return the text, or that there is none
     */
    @GET
    public HttpResponse doDiff(@QueryParameter String stage, @QueryParameter String object) {
        run.checkPermission(Item.READ);
        Optional<String> diff = find(stage).flatMap(record -> record.objects().stream()
                .filter(each -> Anchors.object(record.key(), each.ref()).equals(object))
                .map(ObjectRecord::diff)
                .filter(text -> !text.isEmpty())
                .findFirst());
        return diff.map(DeliveryAction::text).orElseGet(HttpResponses::notFound);
    }

    /**
     * The report of a canary as one HTML file, as it is archived with the build.
     *
     * @param stage the stage's key
     * @return the file, or that there is none
     */
    @GET
    public HttpResponse doReport(@QueryParameter String stage) {
        run.checkPermission(Item.READ);
        Optional<String> html = find(stage).flatMap(record -> StageFolder.of(run, record.key())
                .canary()
                .map(history -> CanaryReports.html(run, record, history, LocaleProvider.getLocale())));
        return html.map(DeliveryAction::report).orElseGet(HttpResponses::notFound);
    }

    /** It has no scripts, and the style sheet is its own: nothing else is allowed. */
    private static HttpResponse report(String html) {
        return content("text/html;charset=UTF-8", "sandbox; default-src 'none'; style-src 'unsafe-inline'", html);
    }

    private static HttpResponse text(String text) {
        return content("text/plain;charset=UTF-8", "sandbox; default-src 'none'", text);
    }

    private static HttpResponse content(String type, String policy, String text) {
        return new HttpResponse() {
            @Override
            public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
                    throws IOException {
                response.setContentType(type);
                response.setHeader("Content-Security-Policy", policy);
                response.setHeader("X-Content-Type-Options", "nosniff");
                response.getWriter().write(text);
            }
        };
    }

    /**
     * Answers a judgment as the current user, if the user may: see {@link Judgments#answer}.
     *
     * @param stage the judgment's key
     * @param answer {@code approve} or {@code reject}
     * @param choice one of the judgment's choices
     * @return back to the page; a page that says why not
     * @throws IOException when the answer can't be stored
     * @throws InterruptedException when Jenkins stops
     */
    @RequirePOST
    public HttpResponse doJudge(
            @QueryParameter String stage, @QueryParameter String answer, @QueryParameter String choice)
            throws IOException, InterruptedException {
        run.checkPermission(Item.READ);
        boolean approved = "approve".equals(answer);
        if (!approved && !"reject".equals(answer)) {
            throw new Failure(Words.of("view.no-answer"));
        }
        try {
            Judgments.answer(run, stage, approved, choice == null ? "" : choice);
        } catch (ProblemException e) {
            throw failure(e);
        }
        return back(stage);
    }

    /**
     * Stops a stage.
     *
     * @param stage the stage's key
     * @return back to the page; a page that says why not
     */
    @RequirePOST
    public HttpResponse doStop(@QueryParameter String stage) {
        run.checkPermission(Item.CANCEL);
        StageRecord record = find(stage).orElse(null);
        if (record == null || !Stages.get().cancel(run, new StageKey(record.key()))) {
            throw new Failure(Words.of("view.not-running"));
        }
        return back(stage);
    }

    /**
     * Skips the rest of a stage's wait.
     *
     * @param stage the stage's key
     * @return back to the page; a page that says why not
     */
    @RequirePOST
    public HttpResponse doSkip(@QueryParameter String stage) {
        run.checkPermission(Item.BUILD);
        StageRecord record = find(stage).orElse(null);
        String by = Jenkins.getAuthentication2().getName();
        if (record == null || !Stages.get().skip(run, new StageKey(record.key()), by)) {
            throw new Failure(Words.of("view.nothing-to-skip"));
        }
        return back(stage);
    }

    private Optional<StageRecord> find(String key) {
        return StageRecords.get().of(run).stream()
                .filter(record -> record.key().equals(key))
                .findFirst();
    }

    private HttpResponse back(String key) {
        String root = Jenkins.get().getRootUrlFromRequest();
        return HttpResponses.redirectTo(303, root + run.getUrl() + URL + "/#" + Anchors.stage(key));
    }

    private static Failure failure(ProblemException why) {
        return new Failure(
                why.problems().stream().map(DeliveryAction::inReadersLanguage).collect(Collectors.joining("\n")));
    }

    private static String inReadersLanguage(Problem problem) {
        return problem.message(LocaleProvider.getLocale());
    }
}
