/** Kayenta's judge (NetflixACAJudge-v1.0): classifies each metric by comparing two series, and adds up a score. */
package io.jenkins.plugins.spindelivery.engine.canary.judge;
