/** One cluster's API as trees: connecting, discovery, reading and writing objects, and its errors in plain words. */
package io.jenkins.plugins.spindelivery.engine.kubernetes.api;
