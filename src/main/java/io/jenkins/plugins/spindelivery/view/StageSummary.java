package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.delivery.CanaryReports;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.canary.report.CanaryHistory;
import io.jenkins.plugins.spindelivery.engine.canary.report.Wording;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.record.Anchors;
import io.jenkins.plugins.spindelivery.record.Judgment;
import io.jenkins.plugins.spindelivery.record.ObjectRecord;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jvnet.localizer.LocaleProvider;

/** A stage in one line. It is kept for many builds, so it holds none of the record's long texts. */
public final class StageSummary {
    private static final int MOST_NAMES = 3;
    private static final Set<String> DEPLOYS = Set.of("deploy", "server-group");
    private static final String BAKE = "bake";

    private final String key;
    private final String type;
    private final String subject;
    private final String account;
    private final StageStatus status;
    private final long endMillis;
    private final int objects;
    private final int stable;
    private final int deleted;
    private final Judgment judgment;
    private final Verdict verdict;
    private final List<Deployed> deployed;
    private final List<String> baked;

    StageSummary(StageRecord stage) {
        key = stage.key();
        type = stage.type();
        subject = stage.subject();
        account = stage.account();
        status = stage.status();
        endMillis = stage.endMillis();
        objects = stage.objects().size();
        stable = (int) stage.objects().stream().filter(StageSummary::isStable).count();
        deleted = (int) stage.objects().stream()
                .filter(object -> object.action() == Action.DELETED)
                .count();
        judgment = stage.judgment();
        verdict = CanaryReports.verdict(stage, CanaryHistory.EMPTY);
        deployed = isDeploy() ? List.copyOf(Deployed.of(stage)) : List.of();
        baked = type.equals(BAKE) ? Deployed.images(stage) : List.of();
    }

    private static boolean isStable(ObjectRecord object) {
        return object.status().equals("stable");
    }

    String key() {
        return key;
    }

    boolean ended() {
        return status.ended();
    }

    boolean isDeploy() {
        return DEPLOYS.contains(type);
    }

    boolean succeeded() {
        return status == StageStatus.SUCCEEDED;
    }

    String account() {
        return account;
    }

    List<Deployed> allDeployed() {
        return deployed;
    }

    /**
     * Its place on the Delivery page.
     *
     * @return below the build's address
     */
    public String getLink() {
        return DeliveryAction.URL + "/#" + Anchors.stage(key);
    }

    /**
     * The icon of the status.
     *
     * @return a symbol
     */
    public String getIcon() {
        return StageWords.icon(status);
    }

    /**
     * When it ended.
     *
     * @return the time
     */
    public Date getEndTime() {
        return new Date(endMillis);
    }

    /**
     * What was deployed, as much of it as {@link #getNames()} names.
     *
     * @return the first ones
     */
    public List<Deployed> getShownDeployed() {
        return deployed.subList(0, Math.min(MOST_NAMES, deployed.size()));
    }

    /**
     * What was deployed, by name and version.
     *
     * @return such as {@code web v003}; the subject when nothing has a version
     */
    public String getNames() {
        if (deployed.isEmpty()) {
            return subject.isEmpty() ? StageWords.objects(objects) : subject;
        }
        String names = String.join(
                Words.of("view.comma"),
                deployed.stream().limit(MOST_NAMES).map(Deployed::getText).toList());
        int more = deployed.size() - MOST_NAMES;
        return more > 0 ? Words.of("view.and-more", names, more) : names;
    }

    /**
     * What came of the stage.
     *
     * @return a sentence in the reader's language, such as "Deployed web v003 to prod: 3 objects, stable"
     */
    public String getText() {
        if (judgment != null && judgment.approved() != null) {
            String who = judgment.judgeName().isEmpty() ? judgment.judge() : judgment.judgeName();
            String approved = judgment.choice().isEmpty() ? "view.summary-approved" : "view.summary-approved-choice";
            String code = judgment.approved() ? approved : "view.summary-rejected";
            return Words.of(code, judgment.message(), who, judgment.choice());
        }
        if (judgment != null) {
            return Words.of("view.summary-asked", judgment.message(), StageWords.status(status));
        }
        if (succeeded() && isDeploy()) {
            String count = StageWords.objects(objects);
            String code = objects > 0 && stable == objects ? "view.summary-deployed-stable" : "view.summary-deployed";
            return Words.of(code, getNames(), account, count);
        }
        if (succeeded() && !baked.isEmpty()) {
            return Words.of("view.summary-baked", String.join(Words.of("view.comma"), baked), account);
        }
        // Others may delete on their way, as a canary does at its end.
        if (succeeded() && type.equals("destroy") && deleted > 0) {
            return Words.of("view.summary-deleted", StageWords.objects(deleted), account);
        }
        String what = subject.isEmpty() ? StageWords.type(type) : StageWords.type(type) + " " + subject;
        return account.isEmpty()
                ? Words.of("view.summary-other", what, outcome())
                : Words.of("view.summary-other-account", what, account, outcome());
    }

    /** A canary may succeed with any verdict, if its step is told to. */
    private String outcome() {
        return succeeded() && verdict != null
                ? new Wording(LocaleProvider.getLocale()).verdict(verdict)
                : StageWords.status(status);
    }
}
