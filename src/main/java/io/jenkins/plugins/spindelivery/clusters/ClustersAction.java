package io.jenkins.plugins.spindelivery.clusters;

import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Failure;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.account.AccountAccess;
import io.jenkins.plugins.spindelivery.account.Accounts;
import io.jenkins.plugins.spindelivery.account.Accounts.Found;
import io.jenkins.plugins.spindelivery.delivery.PersonStages;
import io.jenkins.plugins.spindelivery.delivery.StageKey;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.record.Anchors;
import io.jenkins.plugins.spindelivery.view.Deployers;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.GET;

/**
 * The page Clusters of a job. It is there at once, and asks for the accounts one by one, so that one that does not answer
 * keeps nobody from the others.
 */
public final class ClustersAction implements Action, StaplerProxy {
    /** Below the job's address. */
    static final String URL = "clusters";

    private static final int LONGEST_NAME = 200;

    private final Job<?, ?> job;
    private final Clock clock = Clock.systemUTC();

    ClustersAction(Job<?, ?> job) {
        this.job = job;
    }

    @Override
    public String getIconFileName() {
        return Rights.maySee(job) && !Accounts.visible(job).isEmpty()
                ? "symbol-server-outline plugin-ionicons-api"
                : null;
    }

    @Override
    public String getDisplayName() {
        return Words.of("clusters.title");
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /**
     * The job.
     *
     * @return whose accounts are shown
     */
    public Job<?, ?> getJob() {
        return job;
    }

    /** Nobody comes to any part of the page who may not see what runs. */
    @Override
    public Object getTarget() {
        Rights.requireSight(job);
        return this;
    }

    /**
     * The page's JSON, at {@code api/json?application=NAME}.
     *
     * @return the API
     */
    public Api getApi() {
        return new Api(new Answers());
    }

    /** Apart from the page, which is an action of the job: the JSON of a job must not ask any account. */
    @ExportedBean
    public final class Answers {
        /**
         * The application that was asked for.
         *
         * @return empty for none
         */
        @Exported
        public String getApplication() {
            return ClustersAction.this.getApplication();
        }

        /**
         * What all accounts hold, asked side by side.
         *
         * @return in the order of the page
         */
        @Exported
        public List<AccountView> getAccounts() {
            Rights.requireSight(job);
            List<Pending> pending = Accounts.visible(job).stream()
                    .map(found -> ask(found, getApplication()))
                    .toList();
            return pending.stream().map(Pending::view).toList();
        }
    }

    /**
     * The names and providers of the accounts that the page asks for.
     *
     * @return nearest first
     */
    public List<AccountView> getPlaces() {
        return Accounts.visible(job).stream()
                .map(found -> AccountView.of(found, List.of()))
                .toList();
    }

    /**
     * The application that the reader asks for.
     *
     * @return empty for none
     */
    public String getApplication() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        return tidy(request == null ? null : request.getParameter("application"));
    }

    /**
     * What one account holds, as HTML.
     *
     * @param name the account's name
     * @param application the application; empty for the question which there are
     * @param request asks for it
     * @param response gets it
     * @throws ServletException when it can't be made
     * @throws IOException when the reader is gone
     */
    @GET
    public void doAccount(
            @QueryParameter String name,
            @QueryParameter String application,
            StaplerRequest2 request,
            StaplerResponse2 response)
            throws ServletException, IOException {
        Rights.requireSight(job);
        AccountView view = ask(find(name), tidy(application)).view();
        request.getView(view, "_account").forward(request, response);
    }

    /**
     * Begins an operation as the current user.
     *
     * @param account the account's name
     * @param application the server group's application
     * @param kind the server group's kind
     * @param namespace its namespace or region
     * @param name its name
     * @param operation see {@link GroupOperation#word}
     * @param size how many pods or instances, for a resizing
     * @param unguarded whether the last ones that take requests may be taken away
     * @return to the place where it is seen; a page that says why not
     * @throws IOException when it can't be written down
     */
    @RequirePOST
    public HttpResponse doBegin(
            @QueryParameter String account,
            @QueryParameter String application,
            @QueryParameter String kind,
            @QueryParameter String namespace,
            @QueryParameter String name,
            @QueryParameter String operation,
            @QueryParameter String size,
            @QueryParameter boolean unguarded)
            throws IOException {
        Rights.requireSight(job);
        GroupOperation wanted = GroupOperation.of(operation == null ? "" : operation)
                .orElseThrow(() -> new Failure(Words.of("clusters.no-operation")));
        job.checkPermission(wanted.permission());
        try {
            Found found = find(account);
            AccountAccess.check(found, wanted.permission(), job, Jenkins.getAuthentication2());
            Group group = group(found, tidy(application), kind, namespace, name, wanted);
            Run<?, ?> run = job.getLastBuild();
            if (run == null) {
                throw refused(Problem.of("clusters.no-build", "", job.getFullDisplayName()));
            }
            String place = found.account().getName();
            StageKey key = PersonStages.begin(run, new GroupStages(place, group, size, unguarded).stage(wanted));
            String root = Jenkins.get().getRootUrlFromRequest();
            return HttpResponses.redirectTo(303, root + run.getUrl() + "delivery/#" + Anchors.stage(key.value()));
        } catch (ProblemException e) {
            throw failure(e);
        }
    }

    /** As it is now: what the reader saw may be old, and may come from anywhere. */
    private Group group(
            Found found, String application, String kind, String namespace, String name, GroupOperation wanted) {
        Optional<Group> group = new AccountGroups<>(found, source -> source.of(application))
                .get().stream()
                        .filter(each -> is(each.ref(), kind, namespace, name))
                        .findFirst();
        if (group.isEmpty()) {
            throw refused(Problem.of("clusters.gone", "", String.valueOf(name)));
        }
        return group.filter(each -> each.operations().contains(wanted))
                .orElseThrow(() -> refused(Problem.of("clusters.changed", "", name)));
    }

    private static boolean is(ObjectRef ref, String kind, String namespace, String name) {
        return ref.kind().equals(kind)
                && ref.namespace().equals(namespace)
                && ref.name().equals(name);
    }

    private Found find(String name) {
        try {
            return Accounts.find(job, name);
        } catch (ProblemException e) {
            throw failure(e);
        }
    }

    /** A question to an account that is under way, or an account that the reader may not ask. */
    private interface Pending {
        AccountView view();
    }

    private Pending ask(Found found, String application) {
        try {
            AccountAccess.check(found, null, job, Jenkins.getAuthentication2());
        } catch (ProblemException e) {
            return () -> AccountView.failed(found, application, e);
        }
        Pending pending = application.isEmpty() ? applications(found) : groups(found, application);
        return () -> {
            try {
                return pending.view();
            } catch (ProblemException e) {
                return AccountView.failed(found, application, e);
            }
        };
    }

    private Pending applications(Found found) {
        var answer = new AccountGroups<>(found, GroupSource::applications);
        return () -> AccountView.of(found, answer.get());
    }

    private Pending groups(Found found, String application) {
        var answer = new AccountGroups<>(found, source -> source.of(application));
        Rights rights = new Rights(job, found.account());
        return () -> AccountView.of(found, application, answer.get(), rights, Deployers.of(job), clock.millis());
    }

    private static String tidy(String application) {
        String plain = application == null ? "" : application.strip();
        return plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) : plain;
    }

    private static ProblemException refused(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }

    private static Failure failure(ProblemException why) {
        return new Failure(why.problems().stream()
                .map(problem -> problem.message(LocaleProvider.getLocale()))
                .collect(Collectors.joining("\n")));
    }

    /** Whether the reader may do anything at all on this page. */
    public boolean isActing() {
        return job.hasPermission(GroupOperation.RESIZE.permission())
                || job.hasPermission(GroupOperation.DESTROY.permission());
    }

    /** Whether the reader could do more if the job had been built once: operations are kept with a build. */
    public boolean isUnbuilt() {
        return isActing() && job.getLastBuild() == null;
    }
}
